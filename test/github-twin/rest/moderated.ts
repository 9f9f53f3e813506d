import type { CommentState } from '../state/model.ts';
import { mayModerate } from './access.ts';
import { notForIntegration } from './api-error.ts';
import { authenticated, type RepositoryCall } from './route.ts';

/** The comment, where the token may change it. */
export function moderated<Comment extends CommentState>(call: RepositoryCall, comment: Comment): Comment {
  if (!mayModerate(authenticated(call), call.repository, comment.author)) throw notForIntegration();
  return comment;
}
