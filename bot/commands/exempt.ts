import { listPullRequestFiles } from '../../src/github/list-pull-request-files.ts';
import { fencedBlock, markdownCode } from '../../src/report/escape-markdown.ts';
import { isPrintablePatch } from '../../src/report/patch-markdown.ts';
import { unifiedDiff } from '../../src/text/unified-diff.ts';
import { matterOf, withChange } from '../judging/review-change.ts';
import type { ComposedExemptions } from '../orders/compose-exemptions.ts';
import { accessToCommit } from './access-to-commit.ts';
import type { Answer } from './answer.ts';
import type { CommandDependencies, CommandRequest } from './command-request.ts';
import type { ExemptCommand } from './parse-command.ts';
import { propose } from './propose-exemptions.ts';

/**
 * Proposes to live with what the pull request violates of a policy: in a pull request of its own against the base branch, which somebody else
 * has to approve. Where the bot may not commit, the answer is the patch.
 */
export async function exempt(
  command: ExemptCommand,
  request: CommandRequest,
  dependencies: CommandDependencies,
): Promise<Answer> {
  const { policy, days, reason } = command;
  const { job, judged, gate, signal } = request;
  const { threads, now } = dependencies;
  const { owner, repo, number } = job;
  const files = await listPullRequestFiles(judged.github, { owner, repo, number });
  const composed = await withChange(judged, { files, signal }, dependencies, (change) =>
    threads.run(
      { task: 'exempt', asked: { policy, days, reason }, about: matterOf(judged, { change, gate, now: now() }) },
      signal,
    ),
  );
  if (composed.outcome === 'refused') return { kind: 'failed', reply: composed.reason };

  const access = await accessToCommit(job, dependencies);
  signal.throwIfAborted();
  if (access === undefined) return patchOf(composed);
  const url = await propose(access.github, { ...composed, command, request }, dependencies);
  return { kind: 'done', reply: `${url} exempts them, once somebody else who may maintain approves and merges it.` };
}

function patchOf({ file, before, after }: ComposedExemptions): Answer {
  const diff = unifiedDiff(file, before ?? '', after);
  // git takes a new file only from what says that it is one.
  const patch = before === undefined ? diff.replace(/^--- .*$/m, 'new file mode 100644\n--- /dev/null') : diff;
  if (!isPrintablePatch(patch)) {
    const reply = `This bot may not commit here, and what would exempt them cannot be shown as a patch, for length or for characters that nobody sees. Add it to ${markdownCode(file)} by hand, or ask the operator to let the bot commit.`;
    return { kind: 'failed', reply };
  }
  const block = fencedBlock('diff', patch.trimEnd().split('\n'));
  const reply = ['This bot may not commit here. This, on the base branch, would exempt them:', '', ...block].join('\n');
  return { kind: 'done', reply };
}
