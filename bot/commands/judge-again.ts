import { ASKED } from '../queue/job.ts';
import type { CommandDependencies, CommandRequest } from './command-request.ts';

/** Has the pull request judged, whether it has been or not. */
export async function judgeAgain(
  { job }: Pick<CommandRequest, 'job'>,
  { queue }: Pick<CommandDependencies, 'queue'>,
): Promise<void> {
  const { installation, owner, repo, number } = job;
  await queue.enqueue([
    { job: { kind: 'judge-pull-request', installation, owner, repo, number, reason: ASKED }, priority: 'normal' },
  ]);
}
