import type { Job, Priority } from './job.ts';

/** What pg-boss keeps of a job. */
export interface Entry {
  readonly job: Job;
  readonly priority: Priority;
  /** Since when it waits: an ISO date, which postponing does not change. */
  readonly since: string;
}
