import { compareText } from '../../src/base/compare-text.ts';
import type { FindingCount } from '../store/judgement.ts';

/** How the violations of a rule differ between two judgements. */
export interface FindingChange {
  readonly policy: string;
  readonly rule: string;
  /** Above nothing: so many more; below: so many fewer. */
  readonly difference: number;
}

/** What stands now and did not before, and the other way round. What is exempted does not stand. */
export function compareFindings(
  before: readonly FindingCount[],
  after: readonly FindingCount[],
): readonly FindingChange[] {
  const changes = new Map<string, FindingChange>();
  const add = (findings: readonly FindingCount[], sign: 1 | -1) => {
    for (const { policy, rule, status, count, exempted } of findings) {
      if (status === 'fixed') continue;
      const key = JSON.stringify([policy, rule]);
      const difference = (changes.get(key)?.difference ?? 0) + sign * (count - exempted);
      changes.set(key, { policy, rule, difference });
    }
  };
  add(after, 1);
  add(before, -1);
  return [...changes.values()]
    .filter(({ difference }) => difference !== 0)
    .toSorted((left, right) => compareText(left.policy, right.policy) || compareText(left.rule, right.rule));
}
