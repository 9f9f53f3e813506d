import { describe, expect, it } from 'vitest';
import { ManifestError } from '../../src/errors/tidewaiter-error.ts';
import type { Finding } from '../../src/model/finding.ts';
import { decide, exitCodeOf } from '../../src/review/decide.ts';

type Facts = Pick<Finding, 'level' | 'status' | 'outcome'>;
const GATE = { failOn: 'enforce', onUnknown: 'warn', mode: 'gate' } as const;
const PROBLEM = new ManifestError('it cannot be read', { code: 'yaml/syntax' });

/** Only these three facts decide. */
function finding(facts: Partial<Facts>): Finding {
  return { level: 'enforce', status: 'new', outcome: 'fail', ...facts } as Finding;
}

describe('the decision', () => {
  const table: readonly [string, readonly Partial<Facts>[], Partial<Record<keyof typeof GATE, string>>, string][] = [
    ['passes without findings', [], {}, 'pass'],
    ['blocks on an enforce finding', [{}], {}, 'block'],
    ['warns on a warn finding', [{ level: 'warn' }], {}, 'warn'],
    ['passes with audit findings only', [{ level: 'audit' }], {}, 'pass'],
    ['does not mind what is fixed', [{ status: 'fixed' }], {}, 'pass'],
    ['blocks on what is shown, existing too', [{ status: 'existing' }], {}, 'block'],
    ['blocks on warnings if asked to', [{ level: 'warn' }], { failOn: 'warn' }, 'block'],
    ['blocks on audit findings if asked for any', [{ level: 'audit' }], { failOn: 'any' }, 'block'],
    ['never blocks on findings if asked for none', [{}], { failOn: 'none' }, 'warn'],
    ['warns on what could not be judged', [{ outcome: 'unknown' }], {}, 'warn'],
    ['warns on what could not be judged even of an audit rule', [{ outcome: 'unknown', level: 'audit' }], {}, 'warn'],
    ['blocks on what could not be judged if asked to', [{ outcome: 'unknown' }], { onUnknown: 'block' }, 'block'],
    ['blocks on a broken enforce rule', [{ outcome: 'error' }], {}, 'block'],
    ['never blocks in observe mode', [{}], { mode: 'observe' }, 'warn'],
  ];
  for (const [sentence, facts, settings, decision] of table) {
    it(sentence, () => {
      const decided = decide(facts.map(finding), [], { ...GATE, ...settings } as typeof GATE);
      expect(decided.decision).toBe(decision);
      expect(decided.reasons.length).toBeGreaterThan(0);
    });
  }

  it('blocks when something could not be judged at all, and says so first', () => {
    expect(decide([finding({})], [PROBLEM], GATE)).toEqual({
      decision: 'block',
      reasons: ['could not judge: 1 problem', '1 new enforce finding'],
    });
    expect(decide([], [PROBLEM], { ...GATE, mode: 'observe' })).toMatchObject({
      decision: 'warn',
      reasons: ['could not judge: 1 problem', 'observe mode: nothing blocks'],
    });
  });
});

describe('the exit code', () => {
  it('is 0 clean, 1 blocked, 2 could not judge, which beats 1 and observe mode', () => {
    expect(exitCodeOf({ decision: 'warn', problems: [] })).toBe(0);
    expect(exitCodeOf({ decision: 'block', problems: [] })).toBe(1);
    expect(exitCodeOf({ decision: 'block', problems: [PROBLEM] })).toBe(2);
    expect(exitCodeOf({ decision: 'warn', problems: [PROBLEM] })).toBe(2);
  });
});
