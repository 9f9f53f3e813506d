import { describe, expect, it } from 'vitest';
import { exemptFindings, unusedExemptions } from '../../src/admission/exempt-findings.ts';
import { judgeChange } from '../../src/admission/judge-change.ts';
import type { Exemption } from '../../src/model/exemption.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { changeSetOf } from '../change-set.ts';
import { exemptionOf } from '../policy/exemption.ts';
import { openCourt, policyOf } from './court.ts';

const NOW = Date.UTC(2026, 10, 1);
const NOTHING_IS_LEGAL = policyOf('nothing-is-legal', {
  validate: (): readonly Verdict[] => [
    { outcome: 'fail', rule: 'rule', message: 'no', failures: [{ path: ['kind'], message: 'no' }] },
  ],
});

async function findingsOf(names: readonly string[], exemptions: readonly Exemption[]) {
  const text = names.map((name) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n`).join('---\n');
  const { court, changes } = await openCourt(changeSetOf({ base: {}, head: { 'pods.yaml': text } }), [
    NOTHING_IS_LEGAL,
  ]);
  const findings = changes.flatMap((change) => judgeChange(change, court).findings);
  return exemptFindings(findings, exemptions, NOW);
}

const web = exemptionOf({ policy: 'nothing-is-legal', names: ['web'] });
const old = exemptionOf({ policy: 'nothing-is-legal', names: ['db'], until: '2026-10-01' });

describe('exemptFindings', () => {
  it('gives each finding the exemption that is about it, and keeps it when the finding is mended', async () => {
    const findings = await findingsOf(['web', 'db', 'log'], [web, old]);
    const mended = findings.map((finding) => finding.withMending({ outcome: 'none', reason: 'no' }));
    expect(mended.map(({ object, exemption }) => [object.name, exemption?.state])).toEqual([
      ['web', 'active'],
      ['db', 'expired'],
      ['log', undefined],
    ]);
  });
});

describe('unusedExemptions', () => {
  it('are those that no finding has; what has run out and is still needed is used', async () => {
    const needless = exemptionOf({ policy: 'nothing-is-legal', names: ['gone'] });
    const outlasted = exemptionOf({ policy: 'nothing-is-legal', names: ['web'], until: '2026-10-01' });
    const exemptions = [web, old, needless, outlasted];
    expect(unusedExemptions(exemptions, await findingsOf(['web', 'db'], exemptions))).toEqual([needless, outlasted]);
  });
});
