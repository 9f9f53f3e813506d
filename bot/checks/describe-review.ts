import type { Review } from '../../src/model/review.ts';
import { everyAnnotationOf } from '../../src/report/annotations.ts';
import { isStanding } from '../../src/report/is-standing.ts';
import { reportToMarkdown } from '../../src/report/markdown.ts';
import type { Whereabouts } from '../../src/report/whereabouts.ts';
import { type Button, type Completion, FIX, RECHECK } from './check.ts';
import { toCheckAnnotations } from './check-annotations.ts';

/** What was judged: a pull request has buttons, and a merge group nobody who could press them. */
export type Judged = 'pull-request' | 'draft' | 'merge-group';

export interface ReviewDescription {
  readonly judged: Judged;
  readonly subject: string;
  readonly whereabouts: Whereabouts;
  readonly version: string;
}

/** A review as the end of a check: the decision and the counts first, all of it below, and each finding at its lines. */
export function describeReview(review: Review, description: ReviewDescription): Completion {
  const { judged, subject, whereabouts, version } = description;
  const told = judged === 'draft' ? asDraft(review) : review;
  return {
    conclusion: conclusionOf(review, judged),
    subject,
    title: titleOf(told),
    summary: reportToMarkdown(told, { version, showAll: false, whereabouts }),
    annotations: toCheckAnnotations(everyAnnotationOf(told)),
    buttons: judged === 'merge-group' ? [] : buttonsOf(review),
  };
}

/** Nobody can merge a draft, so nothing is held up: what is in its way once it is ready is told. */
export function asDraft(review: Review): Review {
  if (review.decision !== 'block') return review;
  return { ...review, decision: 'warn', reasons: [...review.reasons, 'a draft: nothing blocks yet'] };
}

/**
 * A required check is satisfied by success and by neutral. A draft that is in order but for what blocks gets neither: in the moment in which
 * it is declared ready it could be merged by this check, before it is judged again. `action_required` holds nobody up meanwhile.
 */
function conclusionOf(review: Review, judged: Judged): Completion['conclusion'] {
  if (review.decision === 'block') return judged === 'draft' ? 'action_required' : 'failure';
  return hasNothingToJudge(review) ? 'neutral' : 'success';
}

/** What could not be judged, or a change of the gate itself, is something. */
function hasNothingToJudge({ decision, counts, problems, notJudged, gateChanges }: Review): boolean {
  return decision === 'pass' && counts.objects + problems.length + notJudged.length + gateChanges.length === 0;
}

const VERDICTS = { pass: 'Passed', warn: 'Not blocked', block: 'Blocked' } as const;

function titleOf(review: Review): string {
  if (hasNothingToJudge(review)) return 'Nothing to judge: no Kubernetes object has changed';
  return `${VERDICTS[review.decision]}: ${review.reasons.join('; ')}`;
}

function buttonsOf({ findings }: Review): readonly Button[] {
  const isMendable = findings.some((finding) => isStanding(finding) && finding.mending.outcome === 'suggestion');
  return isMendable ? [RECHECK, FIX] : [RECHECK];
}
