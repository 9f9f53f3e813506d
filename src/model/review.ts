import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Exemption } from './exemption.ts';
import type { ReportedFinding } from './finding.ts';
import type { ObjectReference } from './kubernetes-object.ts';
import type { NotJudged } from './manifest.ts';

export type Decision = 'pass' | 'warn' | 'block';

/** Everything that GitHub or a terminal will be told, built without knowing which. */
export interface Review {
  readonly decision: Decision;
  /** Why, most important first; at least one. */
  readonly reasons: readonly string[];
  /** How many findings block, or would but for `observe` mode. */
  readonly blocking: number;
  /** SHAs; `base` is undefined where everything at head was judged, `head` may be `worktree`. */
  readonly base?: string;
  readonly head: string;
  /** Those that the report's scope shows, worst first. */
  readonly findings: readonly ReportedFinding[];
  /** How many more there are outside the scope, by status. */
  readonly hidden: { readonly new: number; readonly existing: number; readonly fixed: number };
  /** What could not be read, compiled or run: as long as there is one, nothing is green. */
  readonly problems: readonly TidewaiterError[];
  readonly notJudged: readonly NotJudged[];
  /** Facts about this run that its reader must know: where policies came from, which mode. */
  readonly notes: readonly string[];
  /** Those of the notes that name what is weaker than the repository's owner requires, and has no effect. */
  readonly refused: readonly string[];
  /** What the pull request changes about its own gate: it has no effect before it is merged, and a person has to look at it. */
  readonly gateChanges: readonly GateChange[];
  /** Every exemption of the base branch, those that have run out among them, whether they excuse anything here or not. */
  readonly exemptions: readonly Exemption[];
  /** Exemptions that excuse nothing any more; only a run that judges everything can tell. */
  readonly unusedExemptions: readonly Exemption[];
  /** What policies would do in the cluster because of the change, beside judging it. It is told, and nothing is objected to. */
  readonly effects: readonly Effect[];
  /** What the pull request's own policies and configuration would say, where it changes them. It decides nothing. */
  readonly preview?: Preview;
  /** Every verdict that is no finding, for `--all`. */
  readonly otherVerdicts: readonly OtherVerdict[];
  readonly counts: Counts;
  readonly durationMs: number;
}

export interface GateChange {
  readonly kind: 'policy' | 'configuration' | 'exemption' | 'workflow';
  readonly file: string;
  /** At head, from 1; at the merge base for what is removed. */
  readonly line: number;
  /** `adds the policy require-labels`. */
  readonly text: string;
}

/** A policy would make an object in the cluster, or something else of one that is there. */
export interface Effect {
  readonly kind: 'generates' | 'changes';
  readonly engine: string;
  readonly policy: string;
  readonly rule: string;
  /** The object that would be made or changed. */
  readonly object: ObjectReference;
  /** The object of the change because of which it is done. */
  readonly trigger: ObjectReference;
  /** Where that is written, at head. */
  readonly file: string;
  readonly line: number;
}

/** All manifests at head, judged by the policies of head and by those of the base: the difference. */
export interface Preview {
  /** Findings that only the pull request's own policies have. */
  readonly appearing: readonly ReportedFinding[];
  /** Findings that they would have no longer. */
  readonly disappearing: readonly ReportedFinding[];
  /** What is wrong with them. */
  readonly problems: readonly TidewaiterError[];
}

export interface OtherVerdict {
  readonly engine: string;
  readonly policy: string;
  readonly policyId: string;
  /** The rule as its author named it: without autogen's prefix. */
  readonly rule: string;
  readonly object: ObjectReference;
  /** Where the object is written. */
  readonly file: string;
  readonly outcome: 'pass' | 'skip';
  readonly reason: string;
}

export interface Counts {
  readonly files: number;
  readonly objects: number;
  readonly policies: number;
  readonly evaluations: number;
  readonly pass: number;
  readonly fail: number;
  readonly skip: number;
  readonly error: number;
  readonly unknown: number;
  /** How many effects make an object, and how many change one. */
  readonly wouldGenerate: number;
  readonly wouldChange: number;
}
