import type { Job, Priority } from './job.ts';

/** What pg-boss keeps of a job. */
export interface Entry {
  readonly job: Job;
  readonly priority: Priority;
  /** Since when it waits, an ISO date: when it was due at first, or when somebody came who waits for it. Postponing does not change it. */
  readonly since: string;
}
