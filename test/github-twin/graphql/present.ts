import { readCommit } from '../git/commits.ts';
import { readRawFolder, typeOf } from '../git/trees.ts';
import { mayWrite } from '../rest/access.ts';
import { associationOf } from '../rest/present-pull.ts';
import { nodeId } from '../rest/present-repository.ts';
import type { ApiCall } from '../rest/route.ts';
import { commentsOf } from '../state/comments.ts';
import { refusalOf } from '../state/merge.ts';
import { groupOf } from '../state/merge-queue.ts';
import type {
  CommentState,
  PullState,
  RepositoryState,
  ReviewCommentState,
  ReviewState,
  ThreadState,
  User,
} from '../state/model.ts';
import { diffOf } from '../state/pull-diff.ts';
import { findCommit, fullNameOf } from '../state/refs.ts';
import { connection, type PageInput } from './connection.ts';
import { graphqlError } from './graphql-error.ts';

/** Things as GraphQL shows them: what has a function as its value is asked for only when a query names it. */

export function presentActor(call: ApiCall, user: User) {
  const login = user.login.replace('[bot]', '');
  const resourcePath = user.type === 'Bot' ? `/apps/${login}` : `/${login}`;
  return {
    __typename: user.type,
    id: nodeId(user.type === 'Bot' ? 'BOT' : 'U', user.id),
    databaseId: user.id,
    login,
    url: call.urls.server + resourcePath,
    resourcePath,
    avatarUrl: `${call.urls.server}/avatars/${user.id}`,
  };
}

export function presentRepository(call: ApiCall, repository: RepositoryState): object {
  const branch = (qualifiedName: string) => presentRef(call, repository, qualifiedName.replace(/^refs\/heads\//, ''));
  return {
    __typename: 'Repository',
    id: nodeId('R', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullNameOf(repository),
    owner: presentActor(call, repository.owner),
    isPrivate: repository.isPrivate,
    isFork: repository.parent !== undefined,
    url: `${call.urls.server}/${fullNameOf(repository)}`,
    defaultBranchRef: () => branch(repository.defaultBranch),
    ref: ({ qualifiedName }: { qualifiedName: string }) => branch(qualifiedName),
    object: ({ oid, expression }: { oid?: string; expression?: string }) => {
      const sha = findCommit(repository, oid ?? expression ?? '');
      if (sha !== undefined) return presentGitCommit(call, repository, sha);
      return repository.network.objects.read(oid ?? '')?.type === 'tree' ? presentTree(repository, oid ?? '') : null;
    },
    pullRequest: ({ number }: { number: number }) => {
      const pull = repository.pulls.get(number);
      if (pull !== undefined) return presentPullRequest(call, pull);
      throw graphqlError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
    },
  };
}

export function presentRef(call: ApiCall, repository: RepositoryState, branch: string) {
  const sha = repository.refs.get(`refs/heads/${branch}`);
  if (sha === undefined) return null;
  return {
    id: nodeId('REF', repository.id),
    name: branch,
    prefix: 'refs/heads/',
    target: () => presentGitCommit(call, repository, sha),
  };
}

export function presentGitCommit(call: ApiCall, repository: RepositoryState, oid: string) {
  const resourcePath = `/${fullNameOf(repository)}/commit/${oid}`;
  const tree = () => presentTree(repository, readCommit(repository.network.objects, oid).tree);
  return { __typename: 'Commit', id: nodeId('C', repository.id), oid, url: call.urls.server + resourcePath, tree };
}

function presentTree({ id, network: { objects } }: RepositoryState, oid: string) {
  const entries = () =>
    readRawFolder(objects, oid).map((entry) => ({
      name: entry.name.toString('utf8'),
      nameRaw: entry.name.toString('base64'),
      mode: Number.parseInt(entry.mode, 8),
      oid: entry.id,
      type: typeOf(entry),
      size: typeOf(entry) === 'blob' ? objects.require(entry.id, 'blob').length : 0,
    }));
  return { __typename: 'Tree', id: nodeId('T', id), oid, entries };
}

export function presentPullRequest(call: ApiCall, pull: PullState): object {
  const { repository, head } = pull;
  const threads = pull.threads.filter(({ comments: [first] }) => first !== undefined && isShownTo(call, first.review));
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', pull.id),
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    state: pull.progress.state.toUpperCase(),
    closed: pull.progress.state !== 'open',
    merged: pull.progress.state === 'merged',
    isDraft: pull.isDraft,
    isCrossRepository: head.repository !== repository,
    author: presentActor(call, pull.author),
    url: `${call.urls.server}/${fullNameOf(repository)}/pull/${pull.number}`,
    repository: () => presentRepository(call, repository),
    headRefOid: pull.headSha,
    headRefName: head.branch,
    headRef: () => presentRef(call, head.repository, head.branch),
    headRepository: () => presentRepository(call, head.repository),
    headRepositoryOwner: () => presentActor(call, head.repository.owner),
    baseRefOid: pull.baseSha,
    baseRefName: pull.baseBranch,
    baseRef: () => presentRef(call, repository, pull.baseBranch),
    baseRepository: () => presentRepository(call, repository),
    changedFiles: () => diffOf(pull).length,
    mergeStateStatus: () => (refusalOf(repository, pull.baseBranch, pull.headSha) !== undefined ? 'BLOCKED' : 'CLEAN'),
    isInMergeQueue: groupOf(pull) !== undefined,
    comments: (input: PageInput) =>
      connection('comments', pull.conversation, input, (comment) => presentIssueComment(call, comment)),
    reviews: (input: PageInput) =>
      connection(
        'reviews',
        pull.reviews.filter((review) => isShownTo(call, review)),
        input,
        (review) => presentReview(call, review),
      ),
    reviewThreads: (input: PageInput) =>
      connection('reviewThreads', threads, input, (thread) => presentThread(call, thread)),
  };
}

/** A draft of a review is seen by its author alone. */
function isShownTo(call: ApiCall, review: ReviewState): boolean {
  return review.state !== 'PENDING' || review.author === call.token?.actor;
}

export function presentThread(call: ApiCall, thread: ThreadState): object {
  const { subject, anchor, pull } = thread;
  const lines = subject.kind === 'lines' ? subject : undefined;
  return {
    __typename: 'PullRequestReviewThread',
    id: nodeId('PRRT', thread.id),
    path: thread.path,
    isOutdated: anchor === undefined,
    isResolved: thread.isResolved,
    isCollapsed: thread.isResolved || anchor === undefined,
    subjectType: lines === undefined ? 'FILE' : 'LINE',
    diffSide: lines?.side ?? 'RIGHT',
    line: lines === undefined ? null : (anchor?.line ?? null),
    originalLine: lines?.line ?? null,
    startDiffSide: lines?.isMultiLine === true ? lines.startSide : null,
    startLine: lines?.isMultiLine === true ? (anchor?.startLine ?? null) : null,
    originalStartLine: lines?.isMultiLine === true ? lines.startLine : null,
    viewerCanReply: true,
    viewerCanResolve: () => mayWriteHere(call, pull, 'contents'),
    viewerCanUnresolve: () => mayWriteHere(call, pull, 'contents'),
    pullRequest: () => presentPullRequest(call, pull),
    repository: () => presentRepository(call, pull.repository),
    comments: (input: PageInput) =>
      connection('comments', thread.comments, input, (comment) => presentReviewComment(call, comment)),
  };
}

export function mayWriteHere(
  call: ApiCall,
  pull: PullState,
  ...scopes: readonly ('contents' | 'issues' | 'pull-requests')[]
): boolean {
  return call.token !== undefined && mayWrite(call.token, pull.repository, scopes);
}

export function presentReviewComment(call: ApiCall, comment: ReviewCommentState): object {
  const { thread, review, pull } = comment;
  const lines = thread.subject.kind === 'lines' ? thread.subject : undefined;
  const first = thread.comments[0];
  return {
    __typename: 'PullRequestReviewComment',
    ...presentComment(call, comment, 'PRRC', `#discussion_r${comment.id}`),
    path: thread.path,
    diffHunk: thread.diffHunk,
    outdated: thread.anchor === undefined,
    line: lines === undefined ? null : (thread.anchor?.line ?? null),
    originalLine: lines?.line ?? null,
    startLine: lines?.isMultiLine === true ? (thread.anchor?.startLine ?? null) : null,
    originalStartLine: lines?.isMultiLine === true ? lines.startLine : null,
    subjectType: lines === undefined ? 'FILE' : 'LINE',
    state: review.state === 'PENDING' ? 'PENDING' : 'SUBMITTED',
    commit: () => presentGitCommit(call, pull.repository, thread.commit),
    originalCommit: () => presentGitCommit(call, pull.repository, thread.originalCommit),
    pullRequestReview: () => presentReview(call, review),
    replyTo: () => (first === undefined || first.id === comment.id ? null : presentReviewComment(call, first)),
  };
}

export function presentIssueComment(call: ApiCall, comment: CommentState): object {
  return { __typename: 'IssueComment', ...presentComment(call, comment, 'IC', `#issuecomment-${comment.id}`) };
}

export function presentReview(call: ApiCall, review: ReviewState): object {
  const { pull } = review;
  const comments = commentsOf(review);
  return {
    __typename: 'PullRequestReview',
    ...presentWritten(call, review, 'PRR', `#pullrequestreview-${review.id}`),
    state: review.state,
    submittedAt: review.submittedAt ?? null,
    commit: () => presentGitCommit(call, pull.repository, review.commit),
    comments: (input: PageInput) =>
      connection('comments', comments, input, (comment) => presentReviewComment(call, comment)),
  };
}

function presentComment(call: ApiCall, comment: CommentState, kind: string, fragment: string) {
  return {
    ...presentWritten(call, comment, kind, fragment),
    createdAt: comment.createdAt,
    publishedAt: comment.createdAt,
    includesCreatedEdit: comment.isEdited,
    lastEditedAt: comment.isEdited ? comment.updatedAt : null,
  };
}

/** What reviews have in common with comments. */
function presentWritten(call: ApiCall, written: CommentState | ReviewState, kind: string, fragment: string) {
  const { pull } = written;
  const resourcePath = `/${fullNameOf(pull.repository)}/pull/${pull.number}${fragment}`;
  const mayTalk = () => mayWriteHere(call, pull, 'pull-requests', 'issues');
  return {
    id: nodeId(kind, written.id),
    databaseId: written.id,
    fullDatabaseId: String(written.id),
    author: presentActor(call, written.author),
    authorAssociation: associationOf(pull.repository, written.author),
    body: written.body,
    url: call.urls.server + resourcePath,
    resourcePath,
    updatedAt: written.updatedAt,
    isMinimized: written.minimizedReason !== undefined,
    minimizedReason: written.minimizedReason ?? null,
    viewerDidAuthor: written.author === call.token?.actor,
    viewerCanDelete: mayTalk,
    viewerCanMinimize: mayTalk,
    viewerCanUpdate: mayTalk,
    pullRequest: () => presentPullRequest(call, pull),
    repository: () => presentRepository(call, pull.repository),
  };
}
