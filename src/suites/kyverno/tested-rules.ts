import type { LineResult, RowResult, TestedRule } from '../suite-result.ts';
import { isVariantOf } from './check-row.ts';
import type { SuitePolicy } from './load-policies.ts';

/**
 * The rules of the policies that could be compiled, and whether a row compared an answer of each. What it wanted makes no difference, and
 * whether the rule can be judged here does not, either.
 */
export function testedRules(policies: readonly SuitePolicy[], rows: readonly RowResult[]): readonly TestedRule[] {
  return policies.flatMap((each) => {
    if ('gap' in each) return [];
    const { name, policy, kind } = each;
    const lines = rows.filter((row) => row.policy === name).flatMap((row) => row.lines);
    return policy.rules.map(
      ({ name: rule, path }): TestedRule => ({
        file: policy.document.source.file,
        policy: name,
        rule,
        exercised: lines.some((line) => isComparison(line) && (!kind.namedRules || isAnswerOf(line, rule))),
        locate: () => policy.document.locate(path).span,
      }),
    );
  });
}

function isComparison({ outcome }: LineResult): boolean {
  return outcome === 'ok' || outcome === 'wrong' || outcome === 'unsupported';
}

/** An answer without a name is that of the whole policy. */
function isAnswerOf({ rule: answered }: LineResult, rule: string): boolean {
  return answered === '' || isVariantOf(answered, rule);
}
