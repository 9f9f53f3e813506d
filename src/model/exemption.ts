import type { Span } from '../text/span.ts';

/** A finding that its owners have agreed to live with for a while: an entry of the exemptions file on the base branch. */
export interface Exemption {
  /** `policy` or `policy/rule`, globs allowed. */
  readonly policy: string;
  /** Globs; empty: all. */
  readonly kinds: readonly string[];
  readonly namespaces: readonly string[];
  readonly names: readonly string[];
  readonly reason: string;
  /** The last day on which it holds, as `2027-03-31` (UTC). */
  readonly until: string;
  readonly approvedBy?: string;
  /** Where the entry is written. */
  readonly span: Span;
}

/** `active`: the finding does not count. `expired`: it counts again, and whoever had exempted it is named. */
export interface AppliedExemption {
  readonly state: 'active' | 'expired';
  readonly exemption: Exemption;
}
