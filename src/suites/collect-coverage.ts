import type { SuiteResult, TestedRule } from './suite-result.ts';

/** Which rules of the policies some row of some suite compared an answer of. */
export interface Coverage {
  readonly rules: number;
  readonly exercised: number;
  /** Each rule that no row compared. */
  readonly missing: readonly TestedRule[];
}

/** The coverage of all suites together: a rule that several suites load need be exercised by one of them. */
export function collectCoverage(results: readonly SuiteResult[]): Coverage {
  const rules = results.flatMap((result) => result.rules);
  const byRule = [...Map.groupBy(rules, ({ file, policy, rule }) => JSON.stringify([file, policy, rule])).values()];
  const missing = byRule.flatMap((same) => (same.some(({ exercised }) => exercised) ? [] : same.slice(0, 1)));
  return { rules: byRule.length, exercised: byRule.length - missing.length, missing };
}
