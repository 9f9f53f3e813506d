import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import { listPullRequestFiles } from '../../src/github/list-pull-request-files.ts';
import { escapeMarkdown } from '../../src/report/escape-markdown.ts';
import { matterOf, withChange } from '../judging/review-change.ts';
import type { Answer } from './answer.ts';
import type { CommandDependencies, CommandRequest } from './command-request.ts';

/** Tells step by step what a policy, or a rule of it, says to each object that the pull request changes. */
export async function explain(
  policy: string,
  request: CommandRequest,
  dependencies: CommandDependencies,
): Promise<Answer> {
  const { job, judged, gate, signal } = request;
  const { threads, now } = dependencies;
  const { owner, repo, number } = job;
  const files = await listPullRequestFiles(judged.github, { owner, repo, number });
  try {
    const reply = await withChange(judged, { files, signal }, dependencies, (change) =>
      threads.run({ task: 'explain', policy, about: matterOf(judged, { change, gate, now: now() }) }, signal),
    );
    return { kind: 'done', reply };
  } catch (error) {
    // What is wrong with the repository or with the name is an answer. All else is tried again.
    if (!(error instanceof TidewaiterError) || !EXPLAINABLE.test(error.code)) throw error;
    return { kind: 'failed', reply: [error.message, error.remedy ?? ''].map(escapeMarkdown).join(' ').trim() };
  }
}

const EXPLAINABLE = /^(?:config|policy)\//;
