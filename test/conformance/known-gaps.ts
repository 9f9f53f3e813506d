/**
 * The public suites that do not pass yet, by reason. The test runs them all the same, and fails when one begins to pass.
 * `node test/conformance/run.ts --ledger` prints those that fail in this form.
 */
const KNOWN_GAPS: { readonly [reason: string]: string } = {};

let reasons: ReadonlyMap<string, string> | undefined;

/** Why a suite does not pass yet; undefined for those that must. */
export function knownGap(suite: string): string | undefined {
  reasons ??= new Map(
    Object.entries(KNOWN_GAPS).flatMap(([reason, names]) =>
      names
        .trim()
        .split(/\s+/)
        .map((name) => [name, reason] as const),
    ),
  );
  return reasons.get(suite);
}
