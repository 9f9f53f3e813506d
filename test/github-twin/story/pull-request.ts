import { addReview, addToConversation, announceReview, dismissReview, editComment, reply } from '../state/comments.ts';
import { merge, tellOutcome, testMerge } from '../state/merge.ts';
import type { CommentState, PullState, ReviewCommentState, ReviewState, ThreadState } from '../state/model.ts';
import { baseTipOf } from '../state/pull-diff.ts';
import { changeBase, changeTitle, close, reopen, setDraft } from '../state/pulls.ts';
import { fullNameOf } from '../state/refs.ts';
import { issueToken } from '../state/tokens.ts';
import { ACTIONS_APP, type World } from '../state/world.ts';
import type { ConversationComment, MergeAttempt, Permissions, PullRequest, ReviewComment } from '../twin.ts';
import { clickButton, rerequestCheck, rerequestChecks, tellChecks } from './checks.ts';
import type { Story } from './context.ts';
import { pullRequestPayload } from './payload.ts';
import { applySuggestions, parseSuggestion } from './suggestions.ts';

/** A pull request as a test handles it. */
export function tellPullRequest(story: Story, pull: PullState): PullRequest {
  const { world } = story;
  const whoever = (options?: { readonly login: string }) =>
    options === undefined ? pull.repository.admin : world.user(options.login);
  const conversation = () => pull.conversation.map(tellConversation);
  const reviewComments = () => pull.threads.map(tellThread);
  return {
    number: pull.number,
    headBranch: pull.head.branch,
    get headSha() {
      return pull.headSha;
    },
    get baseBranch() {
      return pull.baseBranch;
    },
    state: () => pull.progress.state,
    conversation: () => conversation().filter((comment) => !comment.isMinimized),
    allConversation: conversation,
    reviewComments,
    visibleComments: () => reviewComments().filter((it) => !it.isOutdated && !it.isMinimized && !it.isResolved),
    reviews: () =>
      pull.reviews.map(({ id, author, body, state, commit }) => ({
        id,
        author: author.login,
        body,
        state,
        commitId: commit,
      })),
    checks: () => tellChecks(pull.repository, pull.headSha),
    clickButton: (identifier, options) => clickButton(world, pull, identifier, whoever(options)),
    rerequestCheck: (name, options) => rerequestCheck(world, pull, name, whoever(options)),
    rerequestChecks: (app, options) => rerequestChecks(world, pull, app, whoever(options)),
    comment: (login, text) => addToConversation(world, pull, { actor: world.user(login) }, text).id,
    reply: (id, login, text) => reply(world, threadOf(pull, id), { actor: world.user(login) }, text).id,
    editComment: (id, text) => {
      const comment = pull.conversation.find((other) => other.id === id) ?? commentIn(pull, id);
      editComment(world, comment, { body: text, by: comment.author });
    },
    review: (login, { state, body = '' }) =>
      announceReview(
        world,
        addReview(world, pull, { author: { actor: world.user(login) }, body, commit: pull.headSha, state }),
      ),
    dismissReview: (id) => dismissReview(world, reviewIn(pull, id), pull.repository.admin),
    requestedReviewers: () => pull.requestedReviewers.map(({ login }) => login),
    resolveThread: (id) => {
      threadOf(pull, id).isResolved = true;
    },
    changeBase: (branch) => changeBase(world, pull, branch, pull.author),
    changeTitle: (title) => changeTitle(world, pull, title, pull.author),
    markReady: () => setDraft(world, pull, false, pull.author),
    convertToDraft: () => setDraft(world, pull, true, pull.author),
    applySuggestions: (...ids) =>
      applySuggestions(
        world,
        pull,
        ids.map((id) => commentIn(pull, id)),
      ),
    merge: () => attemptMerge(world, pull),
    mergeCommit: () => testMerge(pull),
    eventPayload: (action) => pullRequestPayload(story, pull, action),
    jobToken: ({ event, permissions }) => jobToken(world, pull, event, permissions),
    close: () => close(world, pull, baseTipOf(pull), pull.author),
    reopen: () => reopen(world, pull, pull.author),
  };
}

function tellConversation(comment: CommentState): ConversationComment {
  return {
    id: comment.id,
    author: comment.author.login,
    body: comment.body,
    isMinimized: comment.minimizedReason !== undefined,
    isEdited: comment.isEdited,
    reactions: comment.reactions.map(({ author, content }) => ({ author: author.login, content })),
  };
}

function tellThread(thread: ThreadState): ReviewComment {
  const { subject, anchor } = thread;
  const [first, ...replies] = thread.comments;
  if (first === undefined) throw new Error(`the thread ${thread.id} has no comment`);
  const suggestion = parseSuggestion(first.body);
  const isOnLines = subject.kind === 'lines';
  return {
    ...tellConversation(first),
    path: thread.path,
    side: isOnLines ? subject.side : 'RIGHT',
    isOutdated: anchor === undefined,
    isResolved: thread.isResolved,
    replies: replies.map(tellConversation),
    ...(isOnLines && anchor !== undefined ? { line: anchor.line } : {}),
    ...(isOnLines && anchor !== undefined && subject.isMultiLine ? { startLine: anchor.startLine } : {}),
    ...(isOnLines ? { originalLine: subject.line } : {}),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

export function threadOf(pull: PullState, commentId: number): ThreadState {
  return commentIn(pull, commentId).thread;
}

export function commentIn(pull: PullState, commentId: number): ReviewCommentState {
  const comment = pull.threads.flatMap((thread) => thread.comments).find((other) => other.id === commentId);
  if (comment === undefined) throw new Error(`pull request ${pull.number} has no review comment ${commentId}`);
  return comment;
}

function reviewIn(pull: PullState, id: number): ReviewState {
  const review = pull.reviews.find((other) => other.id === id);
  if (review === undefined) throw new Error(`pull request ${pull.number} has no review ${id}`);
  return review;
}

function attemptMerge(world: World, pull: PullState): MergeAttempt {
  return tellOutcome(merge(world, pull, { by: pull.repository.admin, method: 'merge' }));
}

function jobToken(world: World, pull: PullState, event: string, permissions: Permissions): string {
  const isForeign = pull.head.repository !== pull.repository || pull.author.login === 'dependabot[bot]';
  const granted = isForeign && event === 'pull_request' ? readOnly(permissions) : permissions;
  return issueToken(world, { app: ACTIONS_APP, permissions: granted, repository: fullNameOf(pull.repository) });
}

function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(Object.keys(permissions).map((scope) => [scope, 'read']));
}
