import { mayModerate, mayWrite } from '../rest/access.ts';
import { isTooLong } from '../rest/body-limit.ts';
import { type ApiCall, actorOf, authenticated } from '../rest/route.ts';
import { addToConversation, deleteFromConversation, deleteReviewComment, editComment } from '../state/comments.ts';
import type { User } from '../state/model.ts';
import type { Scope } from '../twin.ts';
import { branchMutations } from './branch-mutations.ts';
import { type FoundNode, findNode, presentNode } from './find-node.ts';
import { forbidden, graphqlError, noNode } from './graphql-error.ts';
import { echo, type Mutation } from './mutation.ts';
import {
  mayWriteHere,
  presentIssueComment,
  presentPullRequest,
  presentReview,
  presentReviewComment,
  presentThread,
} from './present.ts';

/** The fields of Mutation that the twin knows. */
export const mutations = {
  ...branchMutations,
  addComment,
  deleteIssueComment,
  deletePullRequestReviewComment,
  minimizeComment,
  resolveReviewThread,
  unminimizeComment,
  unresolveReviewThread,
  updateIssueComment,
  updatePullRequestReviewComment,
};

function addComment({ input }: Mutation<{ subjectId: string; body: string }>, call: ApiCall) {
  const { pull } = demand(call, input.subjectId, 'PullRequest');
  const comment = addToConversation(call.world, pull, authenticated(call), checkedBody(input.body));
  return {
    ...echo(input),
    subject: () => presentPullRequest(call, pull),
    commentEdge: { cursor: 'Y3Vyc29y', node: () => presentIssueComment(call, comment) },
  };
}

function deleteIssueComment({ input }: Mutation<{ id: string }>, call: ApiCall) {
  deleteFromConversation(call.world, demand(call, input.id, 'IssueComment').comment, actorOf(call));
  return echo(input);
}

function deletePullRequestReviewComment({ input }: Mutation<{ id: string }>, call: ApiCall) {
  const { comment } = demand(call, input.id, 'PullRequestReviewComment');
  deleteReviewComment(call.world, comment, actorOf(call));
  return {
    ...echo(input),
    pullRequestReview: () => presentReview(call, comment.review),
    pullRequestReviewComment: () => presentReviewComment(call, comment),
  };
}

function updateIssueComment({ input }: Mutation<{ id: string; body: string }>, call: ApiCall) {
  const { comment } = demand(call, input.id, 'IssueComment');
  editComment(call.world, comment, { body: checkedBody(input.body), by: actorOf(call) });
  return { ...echo(input), issueComment: () => presentIssueComment(call, comment) };
}

function updatePullRequestReviewComment(
  { input }: Mutation<{ pullRequestReviewCommentId: string; body: string }>,
  call: ApiCall,
) {
  const { comment } = demand(call, input.pullRequestReviewCommentId, 'PullRequestReviewComment');
  editComment(call.world, comment, { body: checkedBody(input.body), by: actorOf(call) });
  return { ...echo(input), pullRequestReviewComment: () => presentReviewComment(call, comment) };
}

function minimizeComment({ input }: Mutation<{ subjectId: string; classifier: string }>, call: ApiCall) {
  const node = minimizable(call, input.subjectId);
  // What is read back differs from what was sent: OFF_TOPIC becomes off-topic.
  subjectOf(node).minimizedReason = input.classifier.toLowerCase().replace('_', '-');
  return { ...echo(input), minimizedComment: () => presentNode(call, node) };
}

function unminimizeComment({ input }: Mutation<{ subjectId: string }>, call: ApiCall) {
  const node = minimizable(call, input.subjectId);
  delete subjectOf(node).minimizedReason;
  return { ...echo(input), unminimizedComment: () => presentNode(call, node) };
}

type MinimizableNode = Exclude<FoundNode, { kind: 'PullRequest' | 'PullRequestReviewThread' }>;

function minimizable(call: ApiCall, id: string): MinimizableNode {
  const node = findNode(call, id);
  if (node === undefined || node.kind === 'PullRequest' || node.kind === 'PullRequestReviewThread') throw noNode(id);
  demandWrite(call, node);
  return node;
}

function subjectOf(node: MinimizableNode) {
  return node.kind === 'PullRequestReview' ? node.review : node.comment;
}

function resolveReviewThread({ input }: Mutation<{ threadId: string }>, call: ApiCall) {
  return setResolved(call, input, true);
}

function unresolveReviewThread({ input }: Mutation<{ threadId: string }>, call: ApiCall) {
  return setResolved(call, input, false);
}

function setResolved(call: ApiCall, input: Mutation<{ threadId: string }>['input'], isResolved: boolean) {
  const { pull, thread } = demand(call, input.threadId, 'PullRequestReviewThread');
  // Writing to pull requests is not enough for this one.
  if (!mayWriteHere(call, pull, 'contents')) throw forbidden();
  thread.isResolved = isResolved;
  return { ...echo(input), thread: () => presentThread(call, thread) };
}

/** The node, which must be of this kind and in a pull request that the token may write to. */
function demand<Kind extends FoundNode['kind']>(
  call: ApiCall,
  id: string,
  kind: Kind,
): Extract<FoundNode, { kind: Kind }> {
  const node = findNode(call, id);
  if (node === undefined || !isOfKind(node, kind)) throw noNode(id);
  demandWrite(call, node);
  return node;
}

function isOfKind<Kind extends FoundNode['kind']>(
  node: FoundNode,
  kind: Kind,
): node is Extract<FoundNode, { kind: Kind }> {
  return node.kind === kind;
}

/** Comments of the conversation may be changed with either of two permissions; what somebody else wrote, not by everybody. */
function demandWrite(call: ApiCall, node: FoundNode): void {
  const token = authenticated(call);
  const scopes: readonly Scope[] =
    node.kind === 'IssueComment' || node.kind === 'PullRequest' ? ['issues', 'pull-requests'] : ['pull-requests'];
  const author = authorOf(node);
  const { repository } = node.pull;
  const isAllowed = author === undefined || mayModerate(token, repository, author);
  if (!isAllowed || !mayWrite(token, repository, scopes)) throw forbidden();
}

function authorOf(node: FoundNode): User | undefined {
  switch (node.kind) {
    case 'IssueComment':
    case 'PullRequestReviewComment':
      return node.comment.author;
    case 'PullRequestReview':
      return node.review.author;
    default:
      return undefined;
  }
}

function checkedBody(body: string): string {
  if (body.trim() === '') throw graphqlError('UNPROCESSABLE', "Body can't be blank");
  if (isTooLong(body)) throw graphqlError('UNPROCESSABLE', 'Body is too long (maximum is 65536 characters)');
  return body;
}
