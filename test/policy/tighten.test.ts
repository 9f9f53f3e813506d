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
import { tighten } from '../../src/policy/tighten.ts';

describe('tighten', () => {
  it('takes what is stricter than the base', () => {
    const asked = { mode: 'gate', failOn: 'any', report: 'all', onUnknown: 'block', mutations: 'enforce' } as const;
    const { configuration, refused } = tighten({ ...DEFAULT_CONFIGURATION, mode: 'observe' }, asked);
    expect(configuration).toMatchObject(asked);
    expect(refused).toEqual([]);
  });

  it('refuses what is looser, and says so', () => {
    const asked = { mode: 'observe', failOn: 'none', kubernetes: '1.20', profile: 'kyverno-cli' } as const;
    const { configuration, refused } = tighten(DEFAULT_CONFIGURATION, asked);
    expect(configuration).toEqual(DEFAULT_CONFIGURATION);
    expect(refused).toEqual([
      'mode: observe (the base branch says gate)',
      'fail-on: none (the base branch says enforce)',
      'kubernetes: 1.20 (the base branch says 1.34)',
      'profile: kyverno-cli (the base branch says cluster)',
    ]);
  });

  it('raises levels and never lowers them', () => {
    const base = { ...DEFAULT_CONFIGURATION, levels: [{ name: 'a', level: 'warn' as const }] };
    const asked = [
      { name: 'a', level: 'audit' as const },
      { name: 'b', level: 'warn' as const },
      { name: 'c', level: 'enforce' as const },
    ];
    const { configuration, refused } = tighten(base, { levels: asked });
    expect(configuration.levels).toEqual([
      { name: 'a', level: 'warn' },
      { name: 'c', level: 'enforce' },
    ]);
    expect(refused).toHaveLength(2);
  });

  it('never ends looser than the base, whatever is asked for', () => {
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
      fc.property(settings, settings, (base, asked) => {
        const { configuration } = tighten({ ...DEFAULT_CONFIGURATION, ...base }, asked);
        for (const name of Object.keys(orders) as (keyof typeof orders)[]) {
          const order: readonly string[] = orders[name];
          expect(order.indexOf(configuration[name])).toBe(
            Math.max(order.indexOf(base[name]), order.indexOf(asked[name])),
          );
        }
      }),
    );
  });
});
