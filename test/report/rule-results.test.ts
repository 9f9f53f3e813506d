import { describe, expect, it } from 'vitest';
import { ruleResults } from '../../src/report/rule-results.ts';
import { DEPLOYMENT, exemptionOf, findingOf, manifestOf, reviewOf, verdictOf } from './sample-review.ts';

const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
const copy = manifestOf('staging/web.yaml', DEPLOYMENT);
const NAME = ['metadata', 'name'];
const about = { policy: 'p', policyId: 'ClusterPolicy/p', rule: 'r' };
const active = { state: 'active', exemption: exemptionOf() } as const;

describe('ruleResults', () => {
  it('has one for each rule and object, its findings together and worst first', () => {
    const findings = [
      findingOf(web, ['kind'], about),
      findingOf(web, NAME, { ...about, rule: 's' }),
      findingOf(web, NAME, about),
    ];
    expect(ruleResults(reviewOf({ findings }))).toMatchObject([
      { rule: 'r', outcome: 'found', findings: [{ path: ['kind'] }, { path: NAME }] },
      { rule: 's', outcome: 'found', findings: [{ path: NAME }] },
    ]);
  });

  it('counts no pass of a rule that has a finding, as a mutation has that applied', () => {
    const review = reviewOf({
      findings: [findingOf(web, NAME, { ...about, outcome: 'mutate' })],
      otherVerdicts: [verdictOf(web, about)],
    });
    expect(ruleResults(review)).toMatchObject([{ outcome: 'found' }]);
  });

  it('tells the same object in two files apart, and policies of one name', () => {
    const review = reviewOf({
      findings: [findingOf(web, NAME, about)],
      otherVerdicts: [verdictOf(copy, about), verdictOf(web, { ...about, policyId: 'Policy/shop/p' })],
    });
    expect(ruleResults(review).map(({ outcome, file, policyId }) => [outcome, file, policyId])).toEqual([
      ['found', 'deploy/web.yaml', 'ClusterPolicy/p'],
      ['pass', 'staging/web.yaml', 'ClusterPolicy/p'],
      ['pass', 'deploy/web.yaml', 'Policy/shop/p'],
    ]);
  });

  it('skips what is exempted as a whole, and else tells the rest', () => {
    const exempted = findingOf(web, ['kind'], { ...about, exemption: active });
    expect(ruleResults(reviewOf({ findings: [exempted] }))).toMatchObject([
      { outcome: 'skip', reason: 'exempted until 2027-03-31: the image writes to /tmp' },
    ]);
    expect(ruleResults(reviewOf({ findings: [exempted, findingOf(web, NAME, about)] }))).toMatchObject([
      { outcome: 'found', findings: [{ path: NAME }] },
    ]);
  });

  it('has none for what is fixed; the rule passes now', () => {
    const review = reviewOf({
      findings: [findingOf(web, NAME, { ...about, status: 'fixed' })],
      otherVerdicts: [verdictOf(web, about)],
    });
    expect(ruleResults(review)).toMatchObject([{ outcome: 'pass' }]);
  });
});
