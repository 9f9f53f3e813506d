import { describe, expect, it } from 'vitest';
import { describeFailure, describeSuperseded } from '../../../bot/checks/describe-failure.ts';
import { describeReview, type Judged } from '../../../bot/checks/describe-review.ts';
import { ManifestError } from '../../../src/errors/tidewaiter-error.ts';
import type { Review } from '../../../src/model/review.ts';
import { NOWHERE } from '../../../src/report/whereabouts.ts';
import { DEPLOYMENT, findingOf, manifestOf, mendingOf, reviewOf } from '../../report/sample-review.ts';

const EMPTY = reviewOf({ counts: { ...reviewOf().counts, files: 0, objects: 0 } });
const BLOCKED = { decision: 'block', reasons: ['1 new enforce finding', '2 new warn findings'] } as const;
const PROBLEM = new ManifestError('web.yaml cannot be read', { code: 'file/not-text' });

describe('how a check ends', () => {
  it.each<[string, Partial<Review>, Judged, string, string]>([
    ['a pass', {}, 'pull-request', 'success', 'Passed: nothing to object to'],
    [
      'a warning',
      { decision: 'warn', reasons: ['1 new warn finding'] },
      'pull-request',
      'success',
      'Not blocked: 1 new warn finding',
    ],
    ['a block', BLOCKED, 'pull-request', 'failure', 'Blocked: 1 new enforce finding; 2 new warn findings'],
    ['a block in a queue', BLOCKED, 'merge-group', 'failure', 'Blocked: 1 new enforce finding; 2 new warn findings'],
    [
      'a block of a draft',
      BLOCKED,
      'draft',
      'action_required',
      'Not blocked: 1 new enforce finding; 2 new warn findings; a draft: nothing blocks yet',
    ],
    ['a draft in order', {}, 'draft', 'success', 'Passed: nothing to object to'],
    ['nothing', EMPTY, 'pull-request', 'neutral', 'Nothing to judge: no Kubernetes object has changed'],
  ])('%s', (_, review, judged, conclusion, title) => {
    expect(end(review, judged)).toMatchObject({ conclusion, title, subject: 'head/base' });
  });

  it.each<[string, Partial<Review>]>([
    ['could not be read', { problems: [PROBLEM], decision: 'warn', reasons: ['could not judge: 1 problem'] }],
    [
      'could not be judged',
      { notJudged: [{ file: 'chart.yaml', line: 1, code: 'manifest/helm-template', reason: 'a template' }] },
    ],
    ['changes the gate', { gateChanges: [{ kind: 'policy', file: 'policies/a.yaml', line: 1, text: 'removes it' }] }],
  ])('is never neutral where something %s', (_, more) => {
    expect(end({ ...EMPTY, ...more }).conclusion).toBe('success');
  });
});

describe('what a check tells', () => {
  const manifest = manifestOf('deploy/web.yaml', DEPLOYMENT);
  const finding = findingOf(manifest, ['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'privileged']);

  it('has every finding at its lines, and none without a place', () => {
    const { annotations } = end({ ...BLOCKED, findings: [finding], problems: [PROBLEM] });
    expect(annotations).toEqual([
      {
        path: 'deploy/web.yaml',
        start_line: expect.any(Number),
        end_line: expect.any(Number),
        annotation_level: 'failure',
        title: 'disallow-privileged/privileged-containers',
        message: 'Deployment shop/web: Privileged mode is disallowed.',
      },
    ]);
  });

  it('has at most 500 of them, in a summary within 65,535 characters', () => {
    const findings = Array.from({ length: 3_000 }, (_, index) => ({ ...finding, fingerprint: String(index) }));
    const { annotations, summary } = end({ ...BLOCKED, findings });
    expect(annotations).toHaveLength(500);
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(summary).toContain('⛔ Blocked: 1 new enforce finding');
  });

  it('offers fixes where there are some, and no button to a queue', () => {
    const mendable = { ...finding, mending: mendingOf(manifest, 'nginx', 'nginx:1') };
    const identifiers = (review: Partial<Review>, judged?: Judged) =>
      end(review, judged).buttons.map(({ identifier }) => identifier);
    expect(identifiers({ findings: [finding] })).toEqual(['recheck']);
    expect(identifiers({ findings: [mendable] })).toEqual(['recheck', 'fix']);
    expect(identifiers({ findings: [{ ...mendable, status: 'fixed' }] })).toEqual(['recheck']);
    expect(identifiers({ findings: [mendable] }, 'merge-group')).toEqual([]);
  });
});

it('what was never judged is no subject that could be taken for judged, and red or cancelled', () => {
  expect(describeFailure({ reason: 'GitHub is *away*\nTry later', tries: 'all' }, 'pull-request')).toMatchObject({
    conclusion: 'failure',
    subject: undefined,
    summary: expect.stringContaining('GitHub is \\*away\\*\n\nTry later'),
  });
  expect(describeSuperseded('1111')).toMatchObject({ conclusion: 'cancelled', subject: undefined, buttons: [] });
});

function end(review: Partial<Review>, judged: Judged = 'pull-request') {
  return describeReview(reviewOf(review), { judged, subject: 'head/base', whereabouts: NOWHERE, version: '1.2.3' });
}
