import { describe, expect, it } from 'vitest';
import { ManifestError } from '../../src/errors/tidewaiter-error.ts';
import type { AppliedExemption } from '../../src/model/exemption.ts';
import type { Finding } from '../../src/model/finding.ts';
import { decide, exitCodeOf } from '../../src/review/decide.ts';
import { sortFindings } from '../../src/review/select-findings.ts';
import { exemptionOf } from '../policy/exemption.ts';
import { DEPLOYMENT, findingOf, manifestOf } from '../report/sample-review.ts';

type Facts = Pick<Finding, 'level' | 'status' | 'outcome' | 'exemption'>;
const GATE = { failOn: 'enforce', onUnknown: 'warn', mode: 'gate' } as const;
const PROBLEM = new ManifestError('it cannot be read', { code: 'yaml/syntax' });

const EXEMPTED: AppliedExemption = { state: 'active', exemption: exemptionOf() };
const EXPIRED: AppliedExemption = { state: 'expired', exemption: exemptionOf() };

/** Only these facts decide. */
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
    ['passes with what is exempted', [{ exemption: EXEMPTED }], { failOn: 'any' }, 'pass'],
    [
      'passes with what could not be judged and is exempted',
      [{ outcome: 'unknown', exemption: EXEMPTED }],
      { onUnknown: 'block' },
      'pass',
    ],
    ['blocks on what is not exempted beside what is', [{ exemption: EXEMPTED }, {}], {}, 'block'],
    ['blocks again on what is no longer exempted', [{ exemption: EXPIRED }], {}, 'block'],
  ];
  for (const [sentence, facts, settings, decision] of table) {
    it(sentence, () => {
      const decided = decide(facts.map(finding), [], { ...GATE, ...settings } as typeof GATE);
      expect(decided.decision).toBe(decision);
      expect(decided.reasons.length).toBeGreaterThan(0);
    });
  }

  it('says when everything is exempted', () => {
    const exempted = finding({ exemption: EXEMPTED });
    expect(decide([exempted], [], GATE).reasons).toEqual(['1 finding, and it is exempted']);
    expect(decide([exempted, exempted, exempted], [], GATE).reasons).toEqual(['3 findings, all of them exempted']);
    expect(decide([exempted, finding({ level: 'audit' })], [], GATE).reasons).toEqual([
      '1 audit finding, none of which blocks; 1 more exempted',
    ]);
  });

  it('blocks when something could not be judged at all, and says so first', () => {
    expect(decide([finding({})], [PROBLEM], GATE)).toEqual({
      decision: 'block',
      reasons: ['could not judge: 1 problem', '1 new enforce finding'],
      blocking: 1,
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

describe('the order of findings', () => {
  it('has what is exempted last, and what is no longer exempted where it belongs', () => {
    const manifest = manifestOf('web.yaml', DEPLOYMENT);
    const findings = [
      findingOf(manifest, ['kind'], { policy: 'exempted', exemption: EXEMPTED }),
      findingOf(manifest, ['kind'], { policy: 'audit', level: 'audit' }),
      findingOf(manifest, ['kind'], { policy: 'expired', exemption: EXPIRED }),
    ];
    expect(sortFindings(findings).map(({ policy }) => policy)).toEqual(['expired', 'audit', 'exempted']);
  });
});
