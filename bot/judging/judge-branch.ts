import type { Job } from '../queue/job.ts';
import { DONE, type Outcome, type QueuedJob } from '../queue/queue.ts';
import { spreadSeconds } from '../queue/spread-seconds.ts';
import type { JudgingDependencies } from './dependencies.ts';

export type BranchJob = Extract<Job, { kind: 'judge-branch' }>;

/** Has the open pull requests of a branch judged again, for what judges them has changed. Nobody waits for it. */
export async function judgeBranch(job: BranchJob, { app, queue }: JudgingDependencies): Promise<Outcome> {
  const { installation, owner, repo, branch } = job;
  const { github } = await app.ofRepository(job);
  const pullRequests = await github.paginate('GET /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    base: branch,
    state: 'open',
    per_page: 100,
  });
  const reason = `the gate of ${branch} has changed`;
  await queue.enqueue(
    pullRequests.map(
      ({ number }, index): QueuedJob => ({
        job: { kind: 'judge-pull-request', installation, owner, repo, number, reason },
        priority: 'low',
        inSeconds: spreadSeconds(index),
      }),
    ),
  );
  return DONE;
}
