import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORK, openFromFork } from './review/cases/fork.ts';
import { BASE_POLICIES, OWN_GATE } from './review/cases/gate.ts';
import { MESSAGES } from './review/cases/messages.ts';
import { NAMES } from './review/cases/names.ts';
import { openHostileRepository, REPOSITORY } from './review/cases/repository.ts';
import { SECRETS } from './review/cases/secrets.ts';
import { SUGGESTIONS } from './review/cases/suggestions.ts';
import { WEAPONS } from './review/cases/weapons.ts';
import { expectPatchOfSuggestions, expectSuggestionsOfReport } from './review/expect-applicable.ts';
import {
  expectHarmlessLog,
  expectHarmlessMarkdown,
  expectHarmlessOutputs,
  expectNothingUnseen,
} from './review/expect-harmless.ts';
import { type HostileBatch, pullRequestOf } from './review/hostile-case.ts';
import { judgeHostile, type Told } from './review/judge-hostile.ts';

/** One run of the Action's bundle answers all cases of a batch. */
const BATCHES: readonly HostileBatch[] = [
  { name: 'words in messages', cases: MESSAGES },
  { name: 'names of files and objects', cases: NAMES },
  { name: 'names of files and objects, checked out', cases: NAMES, hasCheckout: true },
  { name: 'lines that are to be replaced', cases: SUGGESTIONS },
  { name: 'secrets to show', cases: SECRETS },
  { name: 'uses of git', cases: REPOSITORY, open: openHostileRepository },
  { name: 'uses of git, checked out', cases: REPOSITORY, open: openHostileRepository, hasCheckout: true },
  { name: 'changes of its own gate', cases: OWN_GATE },
  { name: 'policies to obey', cases: BASE_POLICIES },
  { name: 'sizes', cases: WEAPONS },
  { name: 'intentions, from a fork', cases: FORK, open: openFromFork, event: 'pull_request_target' },
];

describe.each(BATCHES)('a pull request with hostile $name', (batch) => {
  let told: Told;
  beforeAll(async () => {
    told = await judgeHostile(pullRequestOf(batch));
  }, 60_000);
  afterAll(() => told?.github.stop());

  it.each(batch.cases)('$tries', (each) => {
    each.expect(told);
    for (const secret of each.secrets ?? []) {
      for (const [place, text] of told.texts) expect(text.includes(secret), `${secret} in the ${place}`).toBe(false);
    }
  });

  it('is text and nothing else in comments and summaries, which are no longer than GitHub takes', () => {
    for (const [place, markdown] of told.markdown) expectHarmlessMarkdown(place, markdown, told);
  });

  it('is shown with everything that is in it', () => {
    for (const [place, text] of told.texts) expectNothingUnseen(place, text);
  });

  it('makes the runner do nothing', () => {
    expectHarmlessLog(told.log);
    expectHarmlessOutputs(told.outputs);
  });

  it('is offered what the report says and nothing else, by button and as a patch', async () => {
    await expectPatchOfSuggestions(told);
    expectSuggestionsOfReport(told);
  });

  it('is read from where it should be', () => {
    expect(told.log.includes('reading over the API')).toBe(batch.hasCheckout !== true);
  });

  it('is told of in one summary and in as many comments as fit, by an API that is asked as GitHub describes it', () => {
    expect(told.pullRequest.conversation()).toHaveLength(1);
    expect(told.comments.length).toBeGreaterThan(0);
    expect(told.github.violations).toEqual([]);
  });
});
