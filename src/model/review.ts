import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { ReportedFinding } from './finding.ts';
import type { NotJudged } from './manifest.ts';

export type Decision = 'pass' | 'warn' | 'block';

/** Everything that GitHub or a terminal will be told, built without knowing which. */
export interface Review {
  readonly decision: Decision;
  /** Why, most important first; at least one. */
  readonly reasons: readonly string[];
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
  /** Every verdict that is no finding, for `--all`. */
  readonly otherVerdicts: readonly OtherVerdict[];
  readonly counts: Counts;
  readonly durationMs: number;
}

export interface OtherVerdict {
  readonly policy: string;
  readonly rule: string;
  readonly object: string;
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
}
