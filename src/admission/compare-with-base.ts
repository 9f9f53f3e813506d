import { keyedPath } from '../kubernetes/keyed-path.ts';
import type { Finding } from '../model/finding.ts';
import type { JudgedFinding } from './judged-finding.ts';

/**
 * Tells new findings from those that the base already had, by fingerprint and so by policy, rule, object and path, not by line; what
 * only the base had is `fixed`. A rule that failed at a missing parent (`metadata.annotations`) and now fails inside it, or the other
 * way round, fails as it did before.
 */
export function compareWithBase(
  head: readonly JudgedFinding[],
  base: readonly JudgedFinding[],
): readonly JudgedFinding[] {
  if (base.length === 0) return head;
  const before = new Set(base.map(({ fingerprint }) => fingerprint));
  const after = new Set(head.map(({ fingerprint }) => fingerprint));
  const gone = base.filter(({ fingerprint }) => !after.has(fingerprint));
  const continued = new Set<JudgedFinding>();
  const compared = head.map((finding) => {
    if (before.has(finding.fingerprint)) return finding.withStatus('existing');
    const earlier = gone.filter((other) => isSameElsewhere(finding, other));
    for (const other of earlier) continued.add(other);
    return earlier.length > 0 ? finding.withStatus('existing') : finding;
  });
  return [
    ...compared,
    ...gone.filter((finding) => !continued.has(finding)).map((finding) => finding.withStatus('fixed')),
  ];
}

/** Whether two findings are one violation, of which one is found at a parent of the other's place. */
export function isSameElsewhere(one: Finding, other: Finding): boolean {
  if (one.policyId !== other.policyId || one.rule !== other.rule || one.outcome !== other.outcome) return false;
  const [left, right] = [keyedPath(one.manifest.object, one.path), keyedPath(other.manifest.object, other.path)];
  return isInside(left, right) || isInside(right, left);
}

function isInside(path: string, parent: string): boolean {
  return (
    path.startsWith(parent) &&
    (path.length === parent.length || parent === '' || '.['.includes(path[parent.length] ?? ''))
  );
}
