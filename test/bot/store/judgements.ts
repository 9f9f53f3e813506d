import type { FindingCount, Judgement } from '../../../bot/store/judgement.ts';

const BEGIN = Date.UTC(2026, 4, 17, 12);

/** A judgement of acme/shop#7 that passed, but for what a test says. */
export function judgement(changes: Partial<Judgement> & { readonly minute?: number } = {}): Judgement {
  const { minute = 0, ...others } = changes;
  return {
    repository: 'acme/shop',
    number: 7,
    headSha: 'a'.repeat(40),
    baseBranch: 'main',
    baseSha: 'b'.repeat(40),
    startedAt: new Date(BEGIN + minute * 60_000),
    outcome: { kind: 'decided', decision: 'pass', reasons: ['nothing stands'], blocking: 0 },
    steps: { read: 120.5, judge: 31, publish: 240 },
    findings: [],
    counts: { files: 3, objects: 5, policies: 12, notJudged: 0 },
    ...others,
  };
}

export function blocking(findings: readonly FindingCount[], changes: Parameters<typeof judgement>[0] = {}): Judgement {
  const outcome = { kind: 'decided', decision: 'block', reasons: ['2 violations block'], blocking: 2 } as const;
  return judgement({ outcome, findings, ...changes });
}

export function finding(policy: string, changes: Partial<FindingCount> = {}): FindingCount {
  return { policy, rule: 'check', level: 'enforce', status: 'new', count: 1, suggested: 0, exempted: 0, ...changes };
}

/** A judgement of a merge group: of no pull request alone. */
export function mergeGroup(changes: Parameters<typeof judgement>[0] = {}): Judgement {
  const { number: _, ...others } = judgement(changes);
  return others;
}
