import type { Source } from '../text/source.ts';
import type { TextEdit } from '../text/text-edit.ts';

/** A remedy as edits of one head file, and the proof that they mend what they claim to. */
export interface Suggestion {
  readonly source: Source;
  /** Sorted, without overlap. */
  readonly edits: readonly TextEdit[];
  readonly proof: Proof;
}

/** What was found when the edits were applied in memory and everything was judged again. */
export interface Proof {
  /** Findings that are gone, this one among them. */
  readonly gone: number;
  /** Findings that appeared: always 0, for a suggestion with another number is not made. */
  readonly added: 0;
  readonly policiesRun: number;
  /** A second run of the mutations changes nothing more. */
  readonly idempotent: true;
  /** Whether a rule would take other remedies, too. */
  readonly isOneOfSeveral?: true;
}
