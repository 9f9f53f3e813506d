import { describe, expect, it } from 'vitest';
import { ManifestError, PolicyError } from '../../src/errors/tidewaiter-error.ts';
import type { Finding } from '../../src/model/finding.ts';
import { annotationsOf } from '../../src/report/annotations.ts';
import { DEPLOYMENT, exemptionOf, findingOf, manifestOf, reviewOf } from './sample-review.ts';

const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'];

function many(count: number, more: Partial<Finding>): readonly Finding[] {
  return Array.from({ length: count }, (_, index) => findingOf(web, IMAGE, { rule: `rule-${index}`, ...more }));
}

describe('annotationsOf', () => {
  it('tells a finding at its line', () => {
    expect(annotationsOf(reviewOf({ decision: 'block', findings: [findingOf(web, IMAGE)] }))).toEqual([
      {
        level: 'error',
        title: 'disallow-privileged/privileged-containers',
        message: 'Deployment shop/web: Privileged mode is disallowed.',
        file: 'deploy/web.yaml',
        startLine: 11,
        endLine: 11,
        startColumn: 18,
      },
    ]);
  });

  it('gives a column only where it is about one line, as GitHub wants it', () => {
    const [annotation] = annotationsOf(
      reviewOf({ findings: [findingOf(web, ['spec', 'template', 'spec', 'containers'])] }),
    );
    expect(annotation).toMatchObject({ startLine: 10, endLine: 15 });
    expect(annotation).not.toHaveProperty('startColumn');
  });

  it.each([
    ['block', 'enforce', 'fail', 'error'],
    ['block', 'warn', 'fail', 'warning'],
    ['block', 'audit', 'fail', 'notice'],
    ['block', 'enforce', 'unknown', 'warning'],
    ['warn', 'enforce', 'fail', 'warning'],
    ['warn', 'warn', 'mutate', 'warning'],
    ['pass', 'audit', 'fail', 'notice'],
  ] as const)('in a review that says %s shows %s and %s as %s', (decision, level, outcome, expected) => {
    const review = reviewOf({ decision, findings: [findingOf(web, IMAGE, { level, outcome })] });
    expect(annotationsOf(review)).toMatchObject([{ level: expected }]);
  });

  it('has an error for each problem, whatever the decision', () => {
    const source = { file: 'policies/p.yaml', revision: 'base' as const, text: 'a\nb\n' };
    const problems = [
      new PolicyError('broken', { code: 'yaml/syntax', span: { source, start: 2, end: 3 }, remedy: 'Mend it.' }),
      new ManifestError('gone', { code: 'file/missing' }),
    ];
    expect(annotationsOf(reviewOf({ decision: 'warn', problems }))).toEqual([
      {
        level: 'error',
        title: 'could not judge: yaml/syntax',
        message: 'policies/p.yaml:2 at base: broken\nMend it.',
      },
      { level: 'error', title: 'could not judge: file/missing', message: 'gone' },
    ]);
  });

  it('has a notice for each reason why something was not judged, at the first of its places', () => {
    const notJudged = ['a', 'b', 'c'].map((name) => ({
      file: `${name}.yaml`,
      line: 2,
      code: 'manifest/helm-template' as const,
      reason: name === 'c' ? 'too large' : 'a chart',
    }));
    expect(annotationsOf(reviewOf({ notJudged }))).toEqual([
      {
        level: 'notice',
        title: 'not judged',
        message: 'a chart (and 1 more place)',
        file: 'a.yaml',
        startLine: 2,
        endLine: 2,
      },
      { level: 'notice', title: 'not judged', message: 'too large', file: 'c.yaml', startLine: 2, endLine: 2 },
    ]);
  });

  it('names what stands only at base in words, for its lines are others at head', () => {
    const gone = manifestOf('deploy/gone.yaml', DEPLOYMENT, 0, 'base');
    expect(annotationsOf(reviewOf({ findings: [findingOf(gone, IMAGE)] }))).toEqual([
      {
        level: 'warning',
        title: 'disallow-privileged/privileged-containers',
        message: 'deploy/gone.yaml:11 at base: Deployment shop/web: Privileged mode is disallowed.',
      },
    ]);
  });

  it('leaves out what is fixed and what is exempted', () => {
    const exemption = exemptionOf();
    const findings = [
      findingOf(web, IMAGE, { status: 'fixed' }),
      findingOf(web, IMAGE, { exemption: { state: 'active', exemption } }),
      findingOf(web, IMAGE, { exemption: { state: 'expired', exemption }, rule: 'expired' }),
    ];
    expect(annotationsOf(reviewOf({ findings }))).toMatchObject([{ title: 'disallow-privileged/expired' }]);
  });

  // GitHub shows 10 errors, 10 warnings and 10 notices of a step.
  it('has no more than GitHub shows, the worst first, and counts the others in the last notice', () => {
    const findings = [
      ...many(12, { level: 'enforce' }),
      ...many(11, { level: 'warn' }),
      ...many(3, { level: 'audit' }),
      ...many(20, { level: 'audit', rule: 'other' }),
    ];
    const annotations = annotationsOf(reviewOf({ decision: 'block', findings }));
    expect(annotations.map(({ level }) => level)).toEqual([
      ...Array.from({ length: 10 }, () => 'error'),
      ...Array.from({ length: 10 }, () => 'warning'),
      ...Array.from({ length: 10 }, () => 'notice'),
    ]);
    expect(annotations[0]).toMatchObject({ title: 'disallow-privileged/rule-0' });
    expect(annotations.at(-1)?.message).toContain('17 more are left out');
  });

  it('counts nothing where everything is shown', () => {
    const findings = [...many(10, { level: 'enforce' }), ...many(10, { level: 'audit' })];
    expect(annotationsOf(reviewOf({ decision: 'block', findings }))).toHaveLength(20);
  });
});
