import type { GitHub } from '../src/github/client.ts';
import { withMarker } from '../src/github/markers.ts';
import { type Published, publishReview } from '../src/github/publish-review.ts';
import type { WantedComment } from '../src/github/reconcile-comments.ts';
import type { Review } from '../src/model/review.ts';
import { commentToMarkdown } from '../src/report/comment-markdown.ts';
import { summaryToMarkdown } from '../src/report/summary-markdown.ts';
import type { Whereabouts } from '../src/report/whereabouts.ts';
import { type LineComment, type Placement, placeComments } from '../src/review/place-comments.ts';
import type { RunEvent } from './event.ts';
import type { ActionInputs } from './inputs.ts';
import type { SubjectRead } from './read-subject.ts';

export interface PublishOptions {
  readonly event: RunEvent;
  readonly inputs: ActionInputs;
  readonly where: Whereabouts;
  readonly version: string;
}

/** Says a review in its pull request; where there is none (a push, a merge group) nothing is said. */
export async function publishToPullRequest(
  github: GitHub,
  { pullRequest }: SubjectRead,
  review: Review,
  { event, inputs, where, version }: PublishOptions,
): Promise<Published | { readonly outcome: 'nowhere' }> {
  if (!pullRequest) return { outcome: 'nowhere' };
  const { state, files } = pullRequest;
  const hunks = new Map(files.map((file) => [file.path, file.hunks ?? []]));
  const placement = placeComments(review.findings, {
    hunksOf: (file) => hunks.get(file) ?? [],
    most: inputs.maxComments,
  });
  const wanted = new Map(placement.comments.map((comment) => [toWanted(comment, inputs.name, where), comment]));
  return publishReview(
    github,
    { owner: event.owner, repo: event.repo, number: state.number },
    {
      gate: inputs.name,
      head: state.headSha,
      comments: [...wanted.keys()],
      summary: {
        mode: summaryMode(inputs, review),
        text: (refused) =>
          summaryToMarkdown(review, withoutRefused(placement, refused, wanted), { version, whereabouts: where }),
      },
    },
  );
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

function summaryMode({ summaryMode: mode }: ActionInputs, { decision, problems }: Review): 'always' | 'keep' | 'never' {
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
