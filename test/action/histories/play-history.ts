import assert from 'node:assert/strict';
import type { PullRequest } from '../../github-twin/twin.ts';
import { withoutTime } from '../said-in.ts';
import { type HistoryStage, openHistory } from './history-stage.ts';
import { runChecked, runOn } from './run-checked.ts';
import { standingIn } from './standing.ts';
import type { History } from './steps.ts';
import { takeStep } from './take-step.ts';
import type { Tally } from './tally.ts';

/** Plays a history and holds every run of it to what a run may do. At its end stands what a fresh run would say of the same commits. */
export async function playHistory(history: History, tally: Tally): Promise<void> {
  await using stage = await openHistory(history.opening, tally);
  for (const step of history.steps) await takeStep(step, stage);
  const [last] = await runChecked(stage);
  await checkAgainstFresh(stage, last);
  assert.deepEqual(stage.github.violations, []);
  tally.histories++;
}

async function checkAgainstFresh(stage: HistoryStage, exitCode: number | undefined): Promise<void> {
  const { shop, pullRequest } = stage;
  shop.pushFrom(shop.folder, pullRequest.headSha, 'fresh');
  const fresh = shop.openPullRequest({ head: 'fresh' });
  const run = await runOn(stage, fresh);
  assert.deepEqual(tellOf(pullRequest), tellOf(fresh), 'what stands is not what a fresh run says');
  assert.equal(exitCode, run.exitCode, 'the conclusion is not that of a fresh run');
}

/** What a reader is told, without what two runs of the same differ in: ids, the order of posting, and the time taken. */
function tellOf(pullRequest: PullRequest) {
  const { comments, summaries } = standingIn(pullRequest);
  return {
    comments: comments
      .map(({ path, startLine, line, body }) => ({ path, startLine, line, body }))
      .toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)),
    summaries: summaries.map(({ body }) => withoutTime(body)),
  };
}
