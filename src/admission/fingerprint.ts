/** What makes two findings the same one, on either side of a pull request. */
export interface FindingIdentity {
  readonly policyId: string;
  readonly rule: string;
  readonly outcome: string;
  readonly cluster: string;
  /** The object, by `identityOf`. */
  readonly object: string;
  /** The path with list items by their key. */
  readonly keyedPath: string;
  /** Where all of this is the same more than once: which of them, from 0. */
  readonly occurrence: number;
}

/**
 * The stable name of a finding: it changes neither when lines move nor when list items are inserted before it. While findings are only
 * compared it is the parts themselves, each with its length, so that none runs into the next; a report tells a hash of it.
 */
export function fingerprintOf(identity: FindingIdentity): string {
  const { policyId, rule, outcome, cluster, object, keyedPath, occurrence } = identity;
  return `${policyId.length} ${rule.length} ${outcome} ${cluster.length} ${object.length} ${occurrence} ${policyId}${rule}${cluster}${object}${keyedPath}`;
}
