import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exemption } from '../../src/model/exemption.ts';
import { compareExemptions } from '../../src/policy/compare-exemptions.ts';
import { matchExemptions } from '../../src/policy/match-exemptions.ts';
import { exemptionOf } from './exemption.ts';

type Scope = Partial<Exemption>;

function changes(before: readonly Scope[], after: readonly Scope[]) {
  return compareExemptions(before.map(exemptionOf), after.map(exemptionOf)).map(
    ({ change, exemption }) => [change, exemption.policy] as const,
  );
}

describe('compareExemptions', () => {
  const narrow: Scope = { kinds: ['Deployment'], namespaces: ['shop-*'], names: ['web'] };

  it('lists an entry that is new', () => {
    expect(changes([], [{ policy: 'a' }])).toEqual([['added', 'a']]);
    expect(changes([{ policy: 'a' }], [{ policy: 'a' }, { policy: 'b' }])).toEqual([['added', 'b']]);
    expect(changes([narrow], [narrow, { ...narrow, names: ['db'] }])).toEqual([['added', 'policy']]);
  });

  it.each<[string, Scope]>([
    ['a further kind', { kinds: ['Deployment', 'StatefulSet'] }],
    ['any kind', { kinds: [] }],
    ['another kind', { kinds: ['StatefulSet'] }],
    ['a wider namespace', { namespaces: ['sho*'] }],
    ['any namespace', { namespaces: [] }],
    ['a wider name', { names: ['web*'] }],
    ['any name', { names: [] }],
    ['a later end', { until: '2026-11-02' }],
  ])('lists an entry that is widened by %s', (_, wider) => {
    expect(changes([narrow], [{ ...narrow, ...wider }])).toEqual([['widened', 'policy']]);
  });

  it.each<[string, readonly Scope[], readonly Scope[]]>([
    ['nothing', [narrow], [narrow]],
    ['a removal', [narrow, { policy: 'b' }], [narrow]],
    ['another order', [narrow, { policy: 'b' }], [{ policy: 'b' }, narrow]],
    ['a narrower scope', [{}], [narrow]],
    ['one rule of the policy', [{}], [{ policy: 'policy/rule' }]],
    ['a narrower wildcard', [{ names: ['web-*'] }], [{ names: ['web-?', 'web-a*'] }]],
    ['an earlier end', [narrow], [{ ...narrow, until: '2026-10-01' }]],
    ['another reason', [narrow], [{ ...narrow, reason: 'because', approvedBy: 'hubot' }]],
    ['an entry that another one covers', [{ policy: '*' }], [{ policy: '*' }, narrow]],
  ])('does not list %s', (_, before, after) => {
    expect(changes(before, after)).toEqual([]);
  });

  it('does not take a question mark for a star', () => {
    expect(changes([{ names: ['web-?'] }], [{ names: ['web-*'] }])).toEqual([['widened', 'policy']]);
    expect(changes([{ policy: 'polic?' }], [{ policy: 'polic*' }])).toEqual([['added', 'polic*']]);
  });

  it('never misses what is let through only afterwards', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 3 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 });
    const scope = fc.array(pattern, { maxLength: 2 });
    const until = fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-02');
    const policy = fc.oneof(
      pattern,
      fc.tuple(pattern, pattern).map((parts) => parts.join('/')),
    );
    const entries = fc.array(
      fc.record({ policy, kinds: scope, namespaces: scope, names: scope, until }).map((scopes) => exemptionOf(scopes)),
      { maxLength: 3 },
    );
    const finding = fc.record({
      status: fc.constant('new' as const),
      outcome: fc.constant('fail' as const),
      policy: name,
      rule: name,
      object: fc.record({ apiVersion: fc.constant('v1'), kind: name, namespace: name, name }),
    });
    fc.assert(
      fc.property(entries, entries, finding, (before, after, facts) => {
        const now = Date.UTC(2026, 10, 1);
        const isExcused = (exemptions: readonly Exemption[]) =>
          matchExemptions(exemptions, now)(facts)?.state === 'active';
        fc.pre(!isExcused(before) && isExcused(after));
        const listed = compareExemptions(before, after).map(({ exemption }) => exemption);
        expect(isExcused(listed)).toBe(true);
      }),
      { numRuns: 2_000, maxSkipsPerRun: 1_000 },
    );
  });
});
