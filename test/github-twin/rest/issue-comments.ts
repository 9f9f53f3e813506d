import { addToConversation, deleteFromConversation, editComment } from '../state/comments.ts';
import type { CommentState, PullState } from '../state/model.ts';
import type { Scope } from '../twin.ts';
import { notFound, validationFailed } from './api-error.ts';
import { commentTooLong, isTooLong } from './body-limit.ts';
import { moderated } from './moderated.ts';
import { presentIssueComment } from './present-comment.ts';
import {
  type Answer,
  actorOf,
  authenticated,
  numberParameter,
  page,
  type RepositoryCall,
  type Route,
  textOf,
} from './route.ts';

/** A pull request's conversation is an issue's too: either permission will do. */
const SCOPES: readonly Scope[] = ['issues', 'pull-requests'];
const OF_ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const ONE = '/repos/{owner}/{repo}/issues/comments/{comment_id}';

export const issueCommentRoutes: readonly Route[] = [
  { operation: `GET ${OF_ISSUE}`, scopes: SCOPES, handle: list },
  { operation: `POST ${OF_ISSUE}`, scopes: SCOPES, handle: create },
  { operation: `GET ${ONE}`, scopes: SCOPES, handle: get },
  { operation: `PATCH ${ONE}`, scopes: SCOPES, handle: update },
  { operation: `DELETE ${ONE}`, scopes: SCOPES, handle: remove },
];

function list(call: RepositoryCall): Answer {
  const pull = pullOfIssue(call);
  return page(
    call,
    pull.conversation.map((comment) => presentIssueComment(call.urls, comment)),
  );
}

function pullOfIssue(call: RepositoryCall): PullState {
  const pull = call.repository.pulls.get(numberParameter(call, 'issue_number'));
  if (pull === undefined) throw notFound();
  return pull;
}

function create(call: RepositoryCall): Answer {
  const pull = pullOfIssue(call);
  const comment = addToConversation(call.world, pull, authenticated(call), bodyOf(call));
  const body = presentIssueComment(call.urls, comment);
  return { status: 201, body, headers: { location: body.url } };
}

function bodyOf(call: RepositoryCall): string {
  const body = textOf(call.body.body) ?? '';
  if (body.trim() === '') throw validationFailed('IssueComment', { code: 'missing_field', field: 'body' });
  if (isTooLong(body)) throw commentTooLong('IssueComment');
  return body;
}

function get(call: RepositoryCall): Answer {
  return { status: 200, body: presentIssueComment(call.urls, commentOf(call)) };
}

export function commentOf(call: RepositoryCall): CommentState {
  const id = numberParameter(call, 'comment_id');
  const all = [...call.repository.pulls.values()].flatMap((pull) => pull.conversation);
  const comment = all.find((other) => other.id === id);
  if (comment === undefined) throw notFound();
  return comment;
}

function update(call: RepositoryCall): Answer {
  const comment = moderated(call, commentOf(call));
  editComment(call.world, comment, { body: bodyOf(call), by: actorOf(call) });
  return { status: 200, body: presentIssueComment(call.urls, comment) };
}

function remove(call: RepositoryCall): Answer {
  deleteFromConversation(call.world, moderated(call, commentOf(call)), actorOf(call));
  return { status: 204 };
}
