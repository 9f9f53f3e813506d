import type { GitHub } from './client.ts';
import { readMarker } from './markers.ts';
import { byId, type StandingComment } from './reconcile-comments.ts';
import type { PullRequestName } from './repository-name.ts';

/** What of ours stands in a pull request, by the author and the marker. */
export interface Conversation {
  /** GraphQL's id of the pull request. */
  readonly id: string;
  readonly headSha: string;
  readonly comments: readonly StandingComment[];
  /** The oldest first. */
  readonly summaries: readonly StandingSummary[];
  readonly reviews: readonly StandingReview[];
}

export interface StandingSummary {
  readonly id: string;
  readonly databaseId: bigint;
  readonly url: string;
  readonly body: string;
}

/** A review of ours, which cannot be removed: without comments it is minimised. */
export interface StandingReview {
  readonly id: string;
  readonly isMinimized: boolean;
  /** Comments of its that nobody has minimised, with those of others. */
  readonly commentIds: readonly string[];
}

/**
 * Reads what this token's owner has said before about one gate. Comments of others are left out here, so that nothing below can touch one:
 * a marker alone proves nothing.
 */
export async function readConversation(
  github: GitHub,
  { owner, repo, number }: PullRequestName,
  gate: string,
): Promise<Conversation> {
  const pages = { threads: undefined, comments: undefined, reviews: undefined } as {
    -readonly [connection in keyof Cursors]: string | undefined;
  };
  const threads: ThreadNode[] = [];
  const comments: CommentNode[] = [];
  const reviews: ReviewNode[] = [];
  for (;;) {
    const { repository } = await github.graphql<ConversationAnswer>(CONVERSATION, { owner, repo, number, ...pages });
    const pull = repository.pullRequest;
    threads.push(...pull.reviewThreads.nodes);
    comments.push(...pull.comments.nodes);
    reviews.push(...pull.reviews.nodes);
    pages.threads = pull.reviewThreads.pageInfo.endCursor ?? pages.threads;
    pages.comments = pull.comments.pageInfo.endCursor ?? pages.comments;
    pages.reviews = pull.reviews.pageInfo.endCursor ?? pages.reviews;
    const hasMore = [pull.reviewThreads, pull.comments, pull.reviews].some(({ pageInfo }) => pageInfo.hasNextPage);
    if (hasMore) continue;
    const ofGate = ({ viewerDidAuthor, body }: Authored, kind: string) =>
      viewerDidAuthor && readMarker(body)?.gate === gate && readMarker(body)?.kind === kind;
    return {
      id: pull.id,
      headSha: pull.headRefOid,
      comments: unique(threads).flatMap((thread) => standingComment(thread, (each) => ofGate(each, 'comment'))),
      summaries: unique(comments)
        .filter((comment) => ofGate(comment, 'summary'))
        .map(({ id, fullDatabaseId, url, body }) => ({ id, databaseId: BigInt(fullDatabaseId), url, body }))
        .toSorted(byId),
      reviews: unique(reviews)
        .filter((review) => ofGate(review, 'review'))
        .map(({ id, isMinimized, comments: inReview }) => ({
          id,
          isMinimized,
          commentIds: inReview.nodes.filter((comment) => !comment.isMinimized).map((comment) => comment.id),
        })),
    };
  }
}

function standingComment(thread: ThreadNode, isOurs: (comment: ThreadCommentNode) => boolean): StandingComment[] {
  const [first, ...replies] = thread.comments.nodes;
  if (!first || !isOurs(first)) return [];
  const { line, startLine, isOutdated } = thread;
  return [
    {
      id: first.id,
      databaseId: BigInt(first.fullDatabaseId),
      file: thread.path,
      lines: line === null || isOutdated ? undefined : { start: startLine ?? line, end: line },
      body: first.body,
      isMinimized: first.isMinimized,
      isAnswered: replies.some(({ viewerDidAuthor }) => !viewerDidAuthor) || thread.comments.pageInfo.hasNextPage,
    },
  ];
}

/** Connections with fewer pages than the others are read again from their end. */
function unique<Node extends { readonly id: string }>(nodes: readonly Node[]): readonly Node[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

interface Cursors {
  readonly threads: string;
  readonly comments: string;
  readonly reviews: string;
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Authored {
  readonly id: string;
  readonly body: string;
  readonly viewerDidAuthor: boolean;
}

interface CommentNode extends Authored {
  readonly fullDatabaseId: string;
  readonly url: string;
}

interface ThreadCommentNode extends Authored {
  readonly fullDatabaseId: string;
  readonly isMinimized: boolean;
}

interface ThreadNode {
  readonly id: string;
  readonly path: string;
  readonly line: number | null;
  readonly startLine: number | null;
  readonly isOutdated: boolean;
  readonly comments: Page<ThreadCommentNode>;
}

interface ReviewNode extends Authored {
  readonly isMinimized: boolean;
  readonly comments: { readonly nodes: readonly { readonly id: string; readonly isMinimized: boolean }[] };
}

interface ConversationAnswer {
  readonly repository: {
    readonly pullRequest: {
      readonly id: string;
      readonly headRefOid: string;
      readonly reviewThreads: Page<ThreadNode>;
      readonly comments: Page<CommentNode>;
      readonly reviews: Page<ReviewNode>;
    };
  };
}

const CONVERSATION = `query Conversation($owner: String!, $repo: String!, $number: Int!, $threads: String, $comments: String, $reviews: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      id
      headRefOid
      reviewThreads(first: 100, after: $threads) {
        nodes {
          id path line startLine isOutdated
          comments(first: 20) {
            nodes { id fullDatabaseId body viewerDidAuthor isMinimized }
            pageInfo { hasNextPage endCursor }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
      comments(first: 100, after: $comments) {
        nodes { id fullDatabaseId url body viewerDidAuthor }
        pageInfo { hasNextPage endCursor }
      }
      reviews(first: 100, after: $reviews) {
        nodes { id body isMinimized viewerDidAuthor comments(first: 100) { nodes { id isMinimized } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;
