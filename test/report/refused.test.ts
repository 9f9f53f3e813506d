import { describe, expect, it } from 'vitest';
import { ManifestError } from '../../src/errors/tidewaiter-error.ts';
import type { Review } from '../../src/model/review.ts';
import { reportToMarkdown } from '../../src/report/markdown.ts';
import { summaryToMarkdown } from '../../src/report/summary-markdown.ts';
import { NOWHERE } from '../../src/report/whereabouts.ts';
import { reviewOf } from './sample-review.ts';

const REFUSED = '.github/tidewaiter.yml:1 asks for mode: observe, and *gate* is required: what is required holds.';

describe.each<[string, (review: Review) => string]>([
  ['a report', (review) => reportToMarkdown(review, { version: '1.2.3', showAll: false })],
  [
    'a summary',
    (review) => summaryToMarkdown(review, { comments: [], elsewhere: [] }, { version: '1.2.3', whereabouts: NOWHERE }),
  ],
])('what is weaker than the owner requires, in %s', (_, write) => {
  it('is told once, before everything of which there may be much', () => {
    const text = write(crowded({ refused: [REFUSED], notes: [REFUSED, 'There are no policies here.'] }));
    expect(text).toContain(
      '\n\n**⚠️ Weaker than the owner requires, so it has no effect**\n\n- .github/tidewaiter.yml\\:1 asks for mode: observe, and \\*gate\\* is',
    );
    expect(text.split('asks for mode: observe')).toHaveLength(2);
  });

  it('takes no more room than there has to be for the rest', () => {
    const refused = Array.from({ length: 2_000 }, (_, index) => `${index}: ${REFUSED}`);
    const text = write(crowded({ refused, notes: refused }));
    expect(text).toContain('- 19: .github');
    expect(text).toContain('- … and 1,980 more attempts, in the whole report');
    expect(text).toContain('p0.yaml');
  });
});

/** As much of everything as whoever opens the pull request likes. */
function crowded(more: Partial<Review>): Review {
  const many = Array.from({ length: 2_000 }, (_, index) => index);
  return reviewOf({
    problems: many.map((index) => new ManifestError(`m${index}.yaml is broken`, { code: 'yaml/syntax' })),
    gateChanges: many.map((index) => ({ kind: 'policy', file: `p${index}.yaml`, line: 1, text: 'adds a policy' })),
    notJudged: many.map((index) => ({ file: `n${index}.yaml`, line: 1, code: 'yaml/tab', reason: `reason ${index}` })),
    ...more,
  });
}
