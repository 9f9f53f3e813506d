import type { Finding } from '../model/finding.ts';

/**
 * Tells new findings from those that the base already had, by fingerprint and so by policy, rule, object and path, not by line;
 * what only the base had is `fixed`.
 */
export function compareWithBase(head: readonly Finding[], base: readonly Finding[]): readonly Finding[] {
  const before = new Set(base.map(({ fingerprint }) => fingerprint));
  const after = new Set(head.map(({ fingerprint }) => fingerprint));
  return [
    ...head.map((finding) => (before.has(finding.fingerprint) ? withStatus(finding, 'existing') : finding)),
    ...base.filter(({ fingerprint }) => !after.has(fingerprint)).map((finding) => withStatus(finding, 'fixed')),
  ];
}

/** A copy with another status; the lazy parts stay lazy. */
function withStatus(finding: Finding, status: Finding['status']): Finding {
  return changeFinding(finding, { status });
}

/** A finding with some parts changed. A spread would work out the positions of a finding that may never be shown. */
export function changeFinding(finding: Finding, changes: Partial<Pick<Finding, 'status' | 'mending'>>): Finding {
  return Object.defineProperties(Object.create(null), {
    ...Object.getOwnPropertyDescriptors(finding),
    ...Object.getOwnPropertyDescriptors(changes),
  });
}
