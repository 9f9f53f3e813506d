import { describe, expect, it } from 'vitest';
import type { Exemption } from '../../src/model/exemption.ts';
import { type ExemptibleFacts, matchExemptions } from '../../src/policy/match-exemptions.ts';
import { exemptionOf } from './exemption.ts';

const ON_LAST_DAY = Date.UTC(2026, 10, 2) - 1;
const AFTER_LAST_DAY = Date.UTC(2026, 10, 2);

const FINDING: ExemptibleFacts = {
  status: 'new',
  outcome: 'fail',
  policy: 'policy',
  rule: 'rule',
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop-eu', name: 'legacy-web' },
};

function applied(exemptions: readonly Exemption[], finding: Partial<ExemptibleFacts> = {}, now = ON_LAST_DAY) {
  return matchExemptions(exemptions, now)({ ...FINDING, ...finding });
}

describe('an exemption', () => {
  it.each([
    { policy: 'policy' },
    { policy: 'pol*' },
    { policy: 'polic?' },
    { policy: '*' },
    { policy: 'policy/rule' },
    { policy: 'policy/*' },
    { policy: '*/r*' },
    { kinds: ['Pod', 'Deployment'] },
    { kinds: ['*Deploy*'] },
    { namespaces: ['shop-*'] },
    { names: ['legacy-*'] },
    { kinds: ['Deployment'], namespaces: ['shop-eu'], names: ['legacy-web'] },
  ])('is about a finding: %j', (scope) => {
    expect(applied([exemptionOf(scope)])?.state).toBe('active');
  });

  it.each([
    { policy: 'polic' },
    { policy: 'Policy' },
    { policy: 'policy/other' },
    { policy: 'rule' },
    { policy: 'other/rule' },
    { kinds: ['deployment'] },
    { kinds: ['Deploy'] },
    { namespaces: ['shop'] },
    { names: ['legacy-?'] },
    { kinds: ['Deployment'], namespaces: ['shop-eu'], names: ['web'] },
  ])('is not about a finding: %j', (scope) => {
    expect(applied([exemptionOf(scope)])).toBeUndefined();
  });

  it('is about a rule whose name holds a slash', () => {
    expect(applied([exemptionOf({ policy: 'policy/a/b' })], { rule: 'a/b' })?.state).toBe('active');
  });

  it('that asks for a namespace is not about an object of cluster scope', () => {
    const object = { apiVersion: 'v1', kind: 'Namespace', name: 'shop-eu' };
    expect(applied([exemptionOf({ namespaces: ['*'] })], { object })).toBeUndefined();
    expect(applied([exemptionOf({ names: ['shop-*'] })], { object })?.state).toBe('active');
  });

  it.each(['fail', 'mutate', 'unknown'] as const)('excuses the outcome %s', (outcome) => {
    expect(applied([exemptionOf()], { outcome })?.state).toBe('active');
  });

  it('never excuses a policy that broke', () => {
    expect(applied([exemptionOf({ policy: '*' })], { outcome: 'error' })).toBeUndefined();
  });

  it('has nothing to excuse where a finding is fixed', () => {
    expect(applied([exemptionOf()], { status: 'fixed' })).toBeUndefined();
  });

  it('holds to the end of its last day in UTC, and is told afterwards', () => {
    const exemption = exemptionOf();
    expect(applied([exemption], {}, ON_LAST_DAY)).toEqual({ state: 'active', exemption });
    expect(applied([exemption], {}, AFTER_LAST_DAY)).toEqual({ state: 'expired', exemption });
  });

  it('that holds goes before one that has run out, wherever they stand', () => {
    const expired = exemptionOf({ until: '2026-10-31' });
    const active = exemptionOf({ until: '2026-11-01' });
    const longer = exemptionOf({ until: '2026-12-01' });
    for (const exemptions of [
      [expired, active, longer],
      [longer, active, expired],
    ]) {
      expect(applied(exemptions)?.exemption).toBe(longer);
    }
    expect(applied([expired, active])).toEqual({ state: 'active', exemption: active });
  });
});
