import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_WAITING } from '../../github/api.ts';
import type { ConversationComment, PullRequest, ReviewComment } from '../../github-twin/twin.ts';
import { type InProcessRun, runInProcess } from '../faults/run-in-process.ts';
import type { HistoryStage } from './history-stage.ts';
import { standingIn } from './standing.ts';
import type { Tally } from './tally.ts';

/** So few that histories meet the limit. */
const MOST_COMMENTS = '4';

/**
 * Runs the Action on the pull request as it is, once or several times at once, and checks what no run may do: fail to judge, send what
 * GitHub refuses, touch what is not ours, say something twice, leave what is outdated. Gives the exit codes.
 */
export async function runChecked(stage: HistoryStage, { atOnce = 1 } = {}): Promise<readonly number[]> {
  const { github, pullRequest, foreign, tally } = stage;
  const before = {
    requests: github.requests.length,
    foreign: foreignIn(pullRequest, foreign),
    ours: oursIn(pullRequest, foreign),
  };

  const runs = await Promise.all(Array.from({ length: atOnce }, () => runOn(stage, pullRequest)));

  const requests = github.requests.slice(before.requests);
  assert.deepEqual(
    requests.filter(({ status = 0 }) => status >= 400),
    [],
    'GitHub refused a request',
  );
  for (const { outputs, annotations } of runs)
    assert.notEqual(outputs.conclusion, 'error', JSON.stringify(annotations));
  assert.deepEqual(foreignIn(pullRequest, foreign), before.foreign, 'a comment of somebody else was touched');
  const { comments, summaries } = standingIn(pullRequest);
  assert.equal(summaries.length, 1, 'there is not one summary');
  assert.deepEqual(
    comments.filter(({ isOutdated }) => isOutdated),
    [],
    'an outdated comment is left',
  );
  const places = comments.map(({ path, startLine, line }) => `${path}:${startLine ?? line}-${line}`);
  assert.deepEqual(places, [...new Set(places)], 'two comments say the same');

  tally.runs += atOnce;
  tally.requests += requests.length;
  count(before.ours, oursIn(pullRequest, foreign), tally);
  return runs.map(({ exitCode }) => exitCode);
}

/** Runs the Action on a pull request, and checks nothing. */
export function runOn({ github, shop, folder }: HistoryStage, pullRequest: PullRequest): Promise<InProcessRun> {
  const eventPath = join(folder, `${randomUUID()}.json`);
  writeFileSync(eventPath, JSON.stringify(pullRequest.eventPayload('synchronize')));
  const permissions = { contents: 'read', 'pull-requests': 'write' } as const;
  return runInProcess({
    github,
    repository: shop,
    token: pullRequest.jobToken({ event: 'pull_request', permissions }),
    eventPath,
    workspace: folder,
    patience: NO_WAITING,
    inputs: { 'max-comments': MOST_COMMENTS },
  });
}

/** Each comment of somebody else, as GitHub has it. */
function foreignIn(pullRequest: PullRequest, foreign: ReadonlySet<number>): readonly ConversationComment[] {
  const all = [
    ...pullRequest.allConversation(),
    ...pullRequest.reviewComments().flatMap((comment) => [comment, ...comment.replies]),
  ];
  return all
    .filter(({ id }) => foreign.has(id))
    .map(({ id, author, body, isMinimized, isEdited, reactions }) => ({
      id,
      author,
      body,
      isMinimized,
      isEdited,
      reactions,
    }));
}

type Known = ReadonlyMap<number, Pick<ReviewComment, 'body' | 'isMinimized'>>;

function oursIn(pullRequest: PullRequest, foreign: ReadonlySet<number>): Known {
  return new Map(
    pullRequest
      .reviewComments()
      .filter(({ id }) => !foreign.has(id))
      .map(({ id, body, isMinimized }) => [id, { body, isMinimized }]),
  );
}

function count(before: Known, after: Known, tally: Tally): void {
  for (const [id, { body, isMinimized }] of after) {
    const known = before.get(id);
    if (known === undefined) tally.posted++;
    else if (known.body !== body) tally.edited++;
    if (isMinimized && known?.isMinimized === false) tally.minimised++;
  }
  for (const id of before.keys()) if (!after.has(id)) tally.removed++;
}
