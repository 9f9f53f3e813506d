import type { CommentState, ReactionState } from '../state/model.ts';
import type { Scope } from '../twin.ts';
import { notFound, validationFailed } from './api-error.ts';
import { commentOf } from './issue-comments.ts';
import { REACTIONS } from './present-reactions.ts';
import { nodeId, presentUser } from './present-repository.ts';
import { reviewCommentOf } from './review-comments.ts';
import { type Answer, actorOf, numberParameter, page, type RepositoryCall, type Route, textOf } from './route.ts';

export const reactionRoutes: readonly Route[] = [
  ...routesOf('issues', ['issues', 'pull-requests'], commentOf),
  ...routesOf('pulls', ['pull-requests'], reviewCommentOf),
];

/** Reactions to the comments of the conversation, or to those of reviews. */
function routesOf(
  family: 'issues' | 'pulls',
  scopes: readonly Scope[],
  find: (call: RepositoryCall) => CommentState,
): readonly Route[] {
  const all = `/repos/{owner}/{repo}/${family}/comments/{comment_id}/reactions`;
  return [
    { operation: `GET ${all}`, scopes, handle: (call) => list(call, find(call)) },
    { operation: `POST ${all}`, scopes, handle: (call) => create(call, find(call)) },
    { operation: `DELETE ${all}/{reaction_id}`, scopes, handle: (call) => remove(call, find(call)) },
  ];
}

function list(call: RepositoryCall, { reactions }: CommentState): Answer {
  return page(
    call,
    reactions.map((reaction) => present(call, reaction)),
  );
}

function present(call: RepositoryCall, reaction: ReactionState) {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: presentUser(call.urls, reaction.author),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

/** The same reaction of the same author again is the one that is there: 200, not 201. */
function create(call: RepositoryCall, { reactions }: CommentState): Answer {
  const content = textOf(call.body.content) ?? '';
  if (!REACTIONS.includes(content)) throw validationFailed('Reaction', { code: 'invalid', field: 'content' });
  const author = actorOf(call);
  const known = reactions.find((reaction) => reaction.author === author && reaction.content === content);
  if (known !== undefined) return { status: 200, body: present(call, known) };
  const reaction = { id: call.world.nextId(), author, content, createdAt: call.world.now() };
  reactions.push(reaction);
  return { status: 201, body: present(call, reaction) };
}

function remove(call: RepositoryCall, { reactions }: CommentState): Answer {
  const at = reactions.findIndex((reaction) => reaction.id === numberParameter(call, 'reaction_id'));
  if (at < 0) throw notFound();
  reactions.splice(at, 1);
  return { status: 204 };
}
