import type { FindingStatus } from '../../src/model/finding.ts';
import type { Decision } from '../../src/model/review.ts';
import type { Level } from '../../src/model/verdict.ts';

/** One judgement of a pull request or a merge group, as it is remembered: numbers and names, nothing of manifests. */
export interface Judgement {
  readonly repository: string;
  /** Absent for a merge group. */
  readonly number?: number;
  /** Of a merge group: the pull request whose turn in the queue it was, where GitHub told. */
  readonly queuedNumber?: number;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly baseSha: string | undefined;
  readonly startedAt: Date;
  readonly outcome: JudgementOutcome;
  /** Milliseconds by step: `read`, `judge`, `publish`. */
  readonly steps: { readonly [step: string]: number };
  readonly findings: readonly FindingCount[];
  readonly counts: {
    readonly files: number;
    readonly objects: number;
    readonly policies: number;
    readonly notJudged: number;
  };
}

export type JudgementOutcome =
  | {
      readonly kind: 'decided';
      readonly decision: Decision;
      readonly reasons: readonly string[];
      readonly blocking: number;
    }
  /** Nothing to judge here, and why: no configuration, for example. */
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface FindingCount {
  readonly policy: string;
  readonly rule: string;
  readonly level: Level;
  readonly status: FindingStatus;
  readonly count: number;
  /** How many of them have a proven suggestion. */
  readonly suggested: number;
  readonly exempted: number;
}
