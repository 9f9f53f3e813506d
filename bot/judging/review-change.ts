import { findMergeBase } from '../../src/github/find-merge-base.ts';
import type { PullRequestFile } from '../../src/github/list-pull-request-files.ts';
import { readChangeSet } from '../../src/github/read-change-set.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import type { Review } from '../../src/model/review.ts';
import { MOST_FILE_BYTES } from '../mirrors/fetch-commits.ts';
import type { Matter, RepositoryGate } from '../orders/order.ts';
import type { Case } from './case.ts';
import type { JudgingDependencies, TimedDependencies } from './dependencies.ts';

export interface Reviewing {
  readonly gate: RepositoryGate;
  /** The files that GitHub lists of a pull request; none of a merge group. */
  readonly files: readonly PullRequestFile[];
  readonly signal: AbortSignal;
}

type ReviewingDependencies = Pick<TimedDependencies, 'mirrors' | 'threads' | 'now' | 'log' | 'stopwatch'>;

/** Reads what changed and judges it. Nothing is told to anybody. */
export async function reviewChange(
  judged: Case,
  { gate, ...reading }: Reviewing,
  { threads, now, stopwatch, ...dependencies }: ReviewingDependencies,
): Promise<Review> {
  return withChange(judged, reading, dependencies, (change) => {
    stopwatch.begin('judge');
    return threads.run({ task: 'judge', about: matterOf(judged, { change, gate, now: now() }) }, reading.signal);
  });
}

/** What a change is judged by, as whoever judges has to know it. */
export function matterOf(
  { owner, repo, author }: Pick<Case, 'owner' | 'repo' | 'author'>,
  found: Pick<Matter, 'change' | 'gate' | 'now'>,
): Matter {
  return { owner, repo, author, ...found };
}

/** Reads what changed, from a mirror where that can be, else over the API. */
export async function withChange<Result>(
  judged: Pick<Case, 'github' | 'token' | 'owner' | 'repo' | 'baseSha' | 'headSha'>,
  { files, signal }: Omit<Reviewing, 'gate'>,
  { mirrors, log }: Pick<JudgingDependencies, 'mirrors' | 'log'>,
  use: (change: ChangeSet) => Promise<Result>,
): Promise<Result> {
  const { github, token, owner, repo, baseSha: base, headSha: head } = judged;
  const mergeBase = await findMergeBase(github, { owner, repo, base, head });
  const mirrored = await mirrors.read({ owner, repo, token, base, mergeBase, head }, use, signal);
  if (mirrored.outcome === 'read') return mirrored.result;

  log.warn('a repository is read over the API', { repository: `${owner}/${repo}`, reason: mirrored.reason });
  const change = await readChangeSet(github, { owner, repo, base, head, files, fileBytes: MOST_FILE_BYTES });
  signal.throwIfAborted();
  return use(change);
}
