import type { RowResult, TestedRule } from '../suite-result.ts';
import { isVariantOf } from './check-row.ts';
import type { SuitePolicy } from './load-policies.ts';

/** The rules of the policies that could be compiled, and whether a row compared an answer of each. What it wanted makes no difference. */
export function testedRules(policies: readonly SuitePolicy[], rows: readonly RowResult[]): readonly TestedRule[] {
  return policies.flatMap((each) => {
    if ('gap' in each) return [];
    const { name, policy } = each;
    const lines = rows.filter((row) => row.policy === name).flatMap((row) => row.lines);
    const answered = lines.filter(({ outcome }) => outcome === 'ok' || outcome === 'wrong').map(({ rule }) => rule);
    const known = new Set(answered);
    return policy.rules.map(
      ({ name: rule, path }): TestedRule => ({
        file: policy.document.source.file,
        policy: name,
        rule,
        exercised: [...known].some((answer) => isVariantOf(answer, rule)),
        locate: () => policy.document.locate(path).span,
      }),
    );
  });
}
