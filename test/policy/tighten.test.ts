import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_CONFIGURATION,
  FAIL_ON,
  MODES,
  MUTATION_LEVELS,
  ON_UNKNOWN,
  REPORT_SCOPES,
} from '../../src/policy/configuration.ts';
import { settingsOf } from '../../src/policy/settings.ts';
import { tighten } from '../../src/policy/tighten.ts';

const FLOOR = settingsOf(DEFAULT_CONFIGURATION);

describe('tighten', () => {
  it('takes what is stricter than the floor', () => {
    const asked = { mode: 'gate', failOn: 'any', report: 'all', onUnknown: 'block', mutations: 'enforce' } as const;
    expect(tighten({ ...FLOOR, mode: 'observe' }, asked)).toEqual({ settings: { ...FLOOR, ...asked }, refused: [] });
  });

  it('refuses what is weaker, and says so', () => {
    const asked = { mode: 'observe', failOn: 'none', kubernetes: '1.20', profile: 'kyverno-cli' } as const;
    expect(tighten(FLOOR, asked)).toEqual({
      settings: FLOOR,
      refused: [
        { key: 'kubernetes', asked: '1.20', floor: '1.34' },
        { key: 'failOn', asked: 'none', floor: 'enforce' },
        { key: 'mode', asked: 'observe', floor: 'gate' },
        { key: 'profile', asked: 'kyverno-cli', floor: 'cluster' },
      ],
    });
  });

  it('leaves alone what only one of the two speaks of', () => {
    const tightened = tighten({ mode: 'gate' }, { failOn: 'none', fixtures: ['a'] });
    expect(tightened).toEqual({ settings: { mode: 'gate', failOn: 'none', fixtures: ['a'] }, refused: [] });
  });

  it.each([
    { asked: ['apps/**'], held: ['apps/**', 'clusters/**'], refused: true },
    { asked: ['clusters/**', 'apps/**'], held: ['clusters/**', 'apps/**'], refused: false },
    { asked: ['**'], held: ['**'], refused: false },
    { asked: [], held: ['clusters/**'], refused: true },
  ])('includes more and never less: $asked', ({ asked, held, refused }) => {
    const tightened = tighten({ include: ['clusters/**'] }, { include: asked });
    expect([tightened.settings.include, tightened.refused.length > 0]).toEqual([held, refused]);
  });

  it.each([
    { asked: ['docs/**'], held: [], refused: true },
    { asked: ['**/testdata/**', 'docs/**'], held: ['**/testdata/**'], refused: true },
    { asked: ['**/testdata/**'], held: ['**/testdata/**'], refused: false },
    { asked: [], held: [], refused: false },
    // The same files, and nobody works that out.
    { asked: ['**/testdata/**/*'], held: [], refused: true },
  ])('excludes less and never more: $asked', ({ asked, held, refused }) => {
    const tightened = tighten({ exclude: ['**/testdata/**', 'old/**'] }, { exclude: asked });
    expect([tightened.settings.exclude, tightened.refused.length > 0]).toEqual([held, refused]);
  });

  it.each([
    ['fixtures', ['a/**'], ['a/**', 'b/**']],
    ['fixtures', ['a/**'], []],
    ['clusters', [{ name: 'a', paths: ['a/**'] }], []],
    ['users', [], [{ login: 'octocat', userInfo: { username: 'root', groups: ['system:masters'] } }]],
    ['kyvernoVersion', '1.18', '1.19'],
    ['kyvernoExceptions', { enabled: false, namespace: '' }, { enabled: true, namespace: '' }],
    ['kyvernoResourceFilters', 'default', ['[*,*,*]']],
    ['documentBytes', 1000, 10],
    ['depth', 10, 100],
    ['defaultNamespace', 'default', 'kube-system'],
  ])('takes no other value where none is the stricter: %s', (key, floor, asked) => {
    expect(tighten({ [key]: floor }, { [key]: asked })).toEqual({
      settings: { [key]: floor },
      refused: [{ key, asked, floor }],
    });
    expect(tighten({ [key]: floor }, { [key]: structuredClone(floor) }).refused).toEqual([]);
  });

  it('never ends weaker than the floor, whatever is asked for', () => {
    const orders = {
      mode: MODES,
      failOn: FAIL_ON,
      report: REPORT_SCOPES,
      onUnknown: ON_UNKNOWN,
      mutations: MUTATION_LEVELS,
    };
    const settings = fc.record({
      mode: fc.constantFrom(...MODES),
      failOn: fc.constantFrom(...FAIL_ON),
      report: fc.constantFrom(...REPORT_SCOPES),
      onUnknown: fc.constantFrom(...ON_UNKNOWN),
      mutations: fc.constantFrom(...MUTATION_LEVELS),
    });
    fc.assert(
      fc.property(settings, settings, (floor, asked) => {
        const { settings: held } = tighten(floor, asked);
        for (const name of Object.keys(orders) as (keyof typeof orders)[]) {
          const order: readonly (string | undefined)[] = orders[name];
          expect(order.indexOf(held[name])).toBe(Math.max(order.indexOf(floor[name]), order.indexOf(asked[name])));
        }
      }),
    );
  });
});
