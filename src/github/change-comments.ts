import type { GitHub } from './client.ts';
import { malformedAnswer } from './github-errors.ts';

/** A change to what we have said before. */
export type CommentChange =
  | { readonly kind: 'edit-comment'; readonly id: string; readonly body: string }
  | { readonly kind: 'remove-comment'; readonly id: string }
  /** `instead` is what to write where the token may not minimise. */
  | { readonly kind: 'minimize-comment'; readonly id: string; readonly instead: string }
  | { readonly kind: 'minimize-review'; readonly id: string }
  | { readonly kind: 'add-summary'; readonly subject: string; readonly body: string }
  | { readonly kind: 'edit-summary'; readonly id: string; readonly body: string }
  | { readonly kind: 'remove-summary'; readonly id: string };

/**
 * Makes all changes in one request: GraphQL runs the fields of a mutation one after the other. A comment that cannot be minimised is
 * edited to a line that says that it is outdated; a review that cannot be is left.
 * @throws GitHubError for any other change that GitHub refuses
 */
export async function changeComments(github: GitHub, changes: readonly CommentChange[]): Promise<void> {
  if (changes.length === 0) return;
  const { data, errors } = await github.graphqlInPart<MutationAnswer>(mutationOf(changes), variablesOf(changes));
  const failed = changes.filter((_, index) => !data?.[`change${index}`]);
  const [error] = errors;
  // What another run has removed meanwhile is removed.
  const isGone = errors.length > 0 && errors.every(({ code }) => code === 'github/not-found');
  if (failed.some((change) => !isDispensable(change) && !(isGone && isRemoval(change)))) {
    throw error ?? malformedAnswer('GraphQL mutation ChangeComments', 'a payload for each change');
  }
  const instead = failed.flatMap((change): CommentChange[] =>
    change.kind === 'minimize-comment' ? [{ kind: 'edit-comment', id: change.id, body: change.instead }] : [],
  );
  await changeComments(github, instead);
}

function isDispensable({ kind }: CommentChange): boolean {
  return kind === 'minimize-comment' || kind === 'minimize-review';
}

function isRemoval({ kind }: CommentChange): boolean {
  return kind === 'remove-comment' || kind === 'remove-summary';
}

interface MutationAnswer {
  readonly [alias: string]: { readonly clientMutationId: string | null } | null;
}

const FIELDS: { readonly [kind in CommentChange['kind']]: { readonly input: string; readonly field: string } } = {
  'edit-comment': {
    input: 'UpdatePullRequestReviewCommentInput!',
    field: 'updatePullRequestReviewComment(input: $INPUT) { clientMutationId }',
  },
  'remove-comment': {
    input: 'DeletePullRequestReviewCommentInput!',
    field: 'deletePullRequestReviewComment(input: $INPUT) { clientMutationId }',
  },
  'minimize-comment': { input: 'MinimizeCommentInput!', field: 'minimizeComment(input: $INPUT) { clientMutationId }' },
  'minimize-review': { input: 'MinimizeCommentInput!', field: 'minimizeComment(input: $INPUT) { clientMutationId }' },
  'add-summary': { input: 'AddCommentInput!', field: 'addComment(input: $INPUT) { clientMutationId }' },
  'edit-summary': {
    input: 'UpdateIssueCommentInput!',
    field: 'updateIssueComment(input: $INPUT) { clientMutationId }',
  },
  'remove-summary': {
    input: 'DeleteIssueCommentInput!',
    field: 'deleteIssueComment(input: $INPUT) { clientMutationId }',
  },
};

function mutationOf(changes: readonly CommentChange[]): string {
  const inputs = changes.map(({ kind }, index) => `$input${index}: ${FIELDS[kind].input}`);
  const fields = changes.map(
    ({ kind }, index) => `  change${index}: ${FIELDS[kind].field.replace('$INPUT', `$input${index}`)}`,
  );
  return `mutation ChangeComments(${inputs.join(', ')}) {\n${fields.join('\n')}\n}`;
}

function variablesOf(changes: readonly CommentChange[]): { readonly [name: string]: unknown } {
  return Object.fromEntries(changes.map((change, index) => [`input${index}`, inputOf(change)]));
}

function inputOf(change: CommentChange): { readonly [field: string]: string } {
  switch (change.kind) {
    case 'edit-comment':
      return { pullRequestReviewCommentId: change.id, body: change.body };
    case 'edit-summary':
      return { id: change.id, body: change.body };
    case 'minimize-comment':
    case 'minimize-review':
      return { subjectId: change.id, classifier: 'OUTDATED' };
    case 'add-summary':
      return { subjectId: change.subject, body: change.body };
    default:
      return { id: change.id };
  }
}
