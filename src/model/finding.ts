import type { Path } from '../base/path.ts';
import type { Span } from '../text/span.ts';
import type { AppliedExemption } from './exemption.ts';
import type { JsonPatch } from './json-patch.ts';
import type { ObjectReference } from './kubernetes-object.ts';
import type { Location, Manifest, Origin } from './manifest.ts';
import type { Suggestion } from './suggestion.ts';
import type { Level } from './verdict.ts';

export type FindingStatus = 'new' | 'existing' | 'fixed';

/** What a report tells about one failing leaf of a verdict, or of a mutation that admission would make: plain data. */
export interface ReportedFinding {
  /** Stable over line moves and over inserted list items: from policy, rule, object, keyed path and outcome; in a review from the file, too. */
  readonly fingerprint: string;
  readonly status: FindingStatus;
  readonly level: Level;
  readonly outcome: 'fail' | 'mutate' | 'error' | 'unknown';
  readonly engine: string;
  readonly policy: string;
  readonly policyId: string;
  /** The rule as its author named it: without autogen's prefix. */
  readonly rule: string;
  /** As the cluster says it. */
  readonly message: string;
  /** What the rule's author wrote for people, where the engine puts words of its own around it. */
  readonly authoredMessage?: string | undefined;
  readonly documentation?: string | undefined;
  /** Where the rule is written. */
  readonly policySpan?: Span;
  readonly object: ObjectReference;
  /** Where the object is written. */
  readonly origin: Origin;
  /** In the object as written. */
  readonly path: Path;
  readonly location: Location;
  /** A patch to the object as written that would mend it; or why there is none. */
  readonly remedy: Remedy;
  readonly mending: Mending;
  /** The entry of the exemptions file that is about this finding. */
  readonly exemption?: AppliedExemption;
}

/** A finding while it is judged, with what it was found in. */
export interface Finding extends ReportedFinding {
  readonly manifest: Manifest;
}

export type Remedy =
  | {
      readonly outcome: 'patch';
      readonly patch: JsonPatch;
      /** Whether the rule would take others, too. */
      readonly isOneOfSeveral?: true;
    }
  | { readonly outcome: 'none'; readonly reason: string };

export type Mending =
  | { readonly outcome: 'suggestion'; readonly suggestion: Suggestion }
  | { readonly outcome: 'none'; readonly reason: string };
