import { countOf } from '../base/count-of.ts';
import { formatCount } from '../base/format-count.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Decision, Review } from '../model/review.ts';
import type { Level } from '../model/verdict.ts';
import type { Configuration } from '../policy/configuration.ts';
import { isExempted } from './is-exempted.ts';

export type DecisionSettings = Pick<Configuration, 'failOn' | 'onUnknown' | 'mode'>;

export interface Decided {
  readonly decision: Decision;
  /** Why, most important first; at least one. */
  readonly reasons: readonly string[];
  /** How many findings block, or would but for `observe` mode. */
  readonly blocking: number;
}

/**
 * Decides on the findings that are shown, for only what is shown can block. What is exempted does not count. What could not be read,
 * compiled or run blocks in any case; in `observe` mode nothing blocks, and what would have is said.
 */
export function decide(
  shown: readonly ReportedFinding[],
  problems: readonly TidewaiterError[],
  settings: DecisionSettings,
): Decided {
  const open = shown.filter(({ status }) => status !== 'fixed');
  const standing = open.filter((finding) => !isExempted(finding));
  const blocking = standing.filter((finding) => blocks(finding, settings));
  const isBlocking = new Set(blocking);
  const unknown = standing.filter(({ outcome }) => outcome === 'unknown');
  const warning = standing.filter(
    (finding) => !isBlocking.has(finding) && finding.level !== 'audit' && finding.outcome !== 'unknown',
  );
  const reasons = [
    ...(problems.length > 0 ? [`could not judge: ${countOf(problems.length, 'problem')}`] : []),
    ...describe(blocking),
    ...describe(warning),
    ...(unknown.some((finding) => !isBlocking.has(finding))
      ? [`${countOf(unknown.length, 'rule')} could not be judged`]
      : []),
  ];
  const stops = problems.length > 0 || blocking.length > 0;
  if (stops && settings.mode === 'gate') return { decision: 'block', reasons, blocking: blocking.length };
  if (stops) {
    return { decision: 'warn', reasons: [...reasons, 'observe mode: nothing blocks'], blocking: blocking.length };
  }
  if (warning.length > 0 || unknown.length > 0) return { decision: 'warn', reasons, blocking: 0 };
  return { decision: 'pass', reasons: [describeClean(standing.length, open.length - standing.length)], blocking: 0 };
}

/** 0: clean, 1: blocking findings, 2: could not judge, which beats the others also in `observe` mode. */
export function exitCodeOf(review: Pick<Review, 'decision' | 'problems'>): 0 | 1 | 2 {
  if (review.problems.length > 0) return 2;
  return review.decision === 'block' ? 1 : 0;
}

const THRESHOLDS: Record<Configuration['failOn'], readonly Level[]> = {
  none: [],
  enforce: ['enforce'],
  warn: ['enforce', 'warn'],
  any: ['enforce', 'warn', 'audit'],
};

function blocks(finding: ReportedFinding, { failOn, onUnknown }: DecisionSettings): boolean {
  if (finding.outcome === 'unknown' && onUnknown === 'warn') return false;
  return THRESHOLDS[failOn].includes(finding.level);
}

function describe(findings: readonly ReportedFinding[]): readonly string[] {
  const levels: readonly Level[] = ['enforce', 'warn', 'audit'];
  return levels.flatMap((level) => {
    const some = findings.filter((finding) => finding.level === level);
    const statuses = new Set(some.map(({ status }) => status));
    const status = statuses.size === 1 ? `${[...statuses][0]} ` : '';
    return some.length === 0 ? [] : [countOf(some.length, `${status}${level} finding`)];
  });
}

function describeClean(audit: number, exempted: number): string {
  if (audit > 0) {
    const others = exempted > 0 ? `; ${formatCount(exempted)} more exempted` : '';
    return `${countOf(audit, 'audit finding')}, none of which blocks${others}`;
  }
  if (exempted === 0) return 'nothing to object to';
  return exempted === 1 ? '1 finding, and it is exempted' : `${formatCount(exempted)} findings, all of them exempted`;
}
