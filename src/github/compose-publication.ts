import type { Review } from '../model/review.ts';
import { commentToMarkdown } from '../report/comment-markdown.ts';
import { summaryToMarkdown } from '../report/summary-markdown.ts';
import type { Whereabouts } from '../report/whereabouts.ts';
import { type LineComment, type Placement, placeComments } from '../review/place-comments.ts';
import type { PullRequestFile } from './list-pull-request-files.ts';
import { withMarker } from './markers.ts';
import type { Publication } from './publish-review.ts';
import type { WantedComment } from './reconcile-comments.ts';

export const SUMMARY_MODES = ['always', 'on-failure', 'never'] as const;
/** When the summary is a comment of the conversation. One that is there already is brought up to date in any case. */
export type SummaryMode = (typeof SUMMARY_MODES)[number];

/** As many as a reader goes through; the rest is in the summary. */
export const DEFAULT_MAX_COMMENTS = 15;

export interface PublicationOptions {
  /** The gate's name. */
  readonly gate: string;
  /** The pull request's files as GitHub lists them: only in their hunks may comments stand. */
  readonly files: readonly PullRequestFile[];
  readonly maxComments: number;
  readonly summaryMode: SummaryMode;
  readonly whereabouts: Whereabouts;
  readonly version: string;
}

/** What is to stand in a pull request for a review: comments on the lines of its diff, and a summary that tells the rest. */
export function composePublication(review: Review, options: PublicationOptions): Publication {
  const { gate, files, maxComments, whereabouts, version } = options;
  const hunks = new Map(files.map((file) => [file.path, file.hunks ?? []]));
  const placement = placeComments(review.findings, { hunksOf: (file) => hunks.get(file) ?? [], most: maxComments });
  const wanted = new Map(placement.comments.map((comment) => [toWanted(comment, gate, whereabouts), comment]));
  return {
    gate,
    head: review.head,
    comments: [...wanted.keys()],
    summary: {
      mode: summaryMode(options.summaryMode, review),
      text: (refused) =>
        summaryToMarkdown(review, withoutRefused(placement, refused, wanted), { version, whereabouts }),
    },
  };
}

function toWanted(comment: LineComment, gate: string, where: Whereabouts): WantedComment {
  const fingerprints = comment.findings.map(({ fingerprint }) => fingerprint);
  return {
    file: comment.file,
    startLine: comment.startLine,
    endLine: comment.endLine,
    body: withMarker({ kind: 'comment', gate, fingerprints }, commentToMarkdown(comment, where)),
  };
}

function summaryMode(mode: SummaryMode, { decision, problems }: Review): Publication['summary']['mode'] {
  if (mode !== 'on-failure') return mode;
  return decision === 'block' || problems.length > 0 ? 'always' : 'keep';
}

/** What GitHub did not take as a comment, the summary tells. */
function withoutRefused(
  { comments, elsewhere }: Placement,
  refused: readonly WantedComment[],
  wanted: ReadonlyMap<WantedComment, LineComment>,
): Placement {
  const gone = refused.flatMap((each) => wanted.get(each) ?? []);
  return {
    comments: comments.filter((comment) => !gone.includes(comment)),
    elsewhere: [
      ...gone.flatMap(({ findings }) => findings.map((finding) => ({ finding, reason: 'refused' as const }))),
      ...elsewhere,
    ],
  };
}
