import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conclude, concludeWithError, type Run } from '../../action/conclude.ts';
import { githubRunner } from '../../action/github-runner.ts';
import { readInputs } from '../../action/inputs.ts';
import type { Runner } from '../../action/runner.ts';
import { GitHubError } from '../../src/errors/tidewaiter-error.ts';
import { withMarker } from '../../src/github/markers.ts';
import type { Review } from '../../src/model/review.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { commentToMarkdown } from '../../src/report/comment-markdown.ts';
import { summaryToMarkdown } from '../../src/report/summary-markdown.ts';
import { addressesAtGitHub } from '../../src/report/whereabouts.ts';
import { placeComments } from '../../src/review/place-comments.ts';
import { changeSetOf } from '../change-set.ts';
import { anyReview, anyText } from '../report/any-review.ts';
import { commandsIn } from './review/commands-in.ts';
import { expectHarmlessLog, expectHarmlessMarkdown } from './review/expect-harmless.ts';

const REPOSITORY = 'https://github.com/acme/shop';
const WHERE = {
  linkTo: addressesAtGitHub({ url: REPOSITORY, base: '0'.repeat(40), head: '1'.repeat(40) }),
  base: 'origin/main',
};
const EVERY_LINE = { oldStart: 1, oldLines: 1_000, newStart: 1, newLines: 1_000 };
const RUN: Run = {
  subject: { kind: 'range', base: 'main', head: 'topic' },
  read: { change: changeSetOf({ base: {}, head: {} }), baseName: 'origin/main' },
  inputs: readInputs((name) => (name === 'github-token' ? 'token' : ''), {}),
  where: WHERE,
  said: { outcome: 'nowhere' },
};

it('whatever a review holds, it is text in comments and in the summary, and no longer than GitHub takes', () => {
  fc.assert(
    fc.property(anyReview, (review) => {
      const placement = placeComments(review.findings, { hunksOf: () => [EVERY_LINE], most: 2 });
      const summary = summaryToMarkdown(review, placement, { version: '1.0.0', whereabouts: WHERE });
      const bodies = [
        withMarker({ kind: 'summary', gate: 'tidewaiter' }, summary),
        ...placement.comments.map((comment) =>
          withMarker({ kind: 'comment', gate: 'tidewaiter', fingerprints: [] }, commentToMarkdown(comment, WHERE)),
        ),
      ];
      for (const body of bodies) {
        expectHarmlessMarkdown('body', body, { addresses: addressesOf(review) });
      }
    }),
    { numRuns: 300 },
  );
});

it('whatever a review holds, it is text in the step summary, and the log has no command but our annotations', async () => {
  await fc.assert(
    fc.asyncProperty(anyReview, async (review) => {
      const { log, summary } = await written((runner) => conclude(review, RUN, runner));
      expectHarmlessMarkdown('step summary', summary, { addresses: addressesOf(review) });
      expectHarmlessLog(log);
      expect(commandsIn(log)).toHaveLength(annotationsOf(review).length);
    }),
    { numRuns: 300 },
  );
});

it('whatever keeps a run from judging, it is text in the step summary, and the log has one command', async () => {
  const anyError = fc
    .tuple(anyText, anyText)
    .chain(([message, remedy]) =>
      fc.constantFrom(new Error(message), new GitHubError(message, { code: 'github/refused', remedy }), message),
    );
  await fc.assert(
    fc.asyncProperty(anyError, async (error) => {
      const { log, summary } = await written((runner) => concludeWithError(error, runner));
      expectHarmlessMarkdown('step summary', summary, { addresses: [] });
      expectHarmlessLog(log);
      expect(commandsIn(log)).toHaveLength(1);
    }),
  );
});

/** Where links may lead: into the repository, and to the pages of policies. */
function addressesOf({ findings }: Review): readonly string[] {
  return [`${REPOSITORY}/blob/`, ...findings.flatMap(({ documentation }) => documentation ?? [])];
}

/** What the runner's own functions write to its log, and what would be the step's summary. */
async function written(run: (runner: Runner) => Promise<unknown>): Promise<{ log: string; summary: string }> {
  const told = { log: '', summary: '' };
  const { write } = process.stdout;
  process.stdout.write = (text: string | Uint8Array) => {
    told.log += text;
    return true;
  };
  try {
    await run({
      ...githubRunner('1.0.0'),
      output: () => {},
      summarise: async (markdown) => {
        told.summary += markdown;
      },
    });
  } finally {
    process.stdout.write = write;
  }
  return told;
}
