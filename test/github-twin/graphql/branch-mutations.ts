import { maySee, mayWrite } from '../rest/access.ts';
import { findSides } from '../rest/find-sides.ts';
import { nodeId } from '../rest/present-repository.ts';
import { type ApiCall, actorOf, authenticated } from '../rest/route.ts';
import { moveBranch, push } from '../state/branches.ts';
import { refusalOf } from '../state/merge.ts';
import type { RepositoryState } from '../state/model.ts';
import { openPull } from '../state/pulls.ts';
import { fullNameOf } from '../state/refs.ts';
import type { Files, Scope } from '../twin.ts';
import { forbidden, graphqlError, noNode } from './graphql-error.ts';
import { echo, type Mutation } from './mutation.ts';
import { presentGitCommit, presentPullRequest, presentRef } from './present.ts';

/** What moves branches, and makes pull requests of them. */
export const branchMutations = { createCommitOnBranch, createPullRequest, createRef };

interface CommitInput {
  readonly branch: { readonly id?: string; readonly repositoryNameWithOwner?: string; readonly branchName?: string };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body?: string };
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
}

/** One commit on top of the head that the caller has seen; where the branch has moved on, none. */
function createCommitOnBranch({ input }: Mutation<CommitInput>, call: ApiCall) {
  const { repositoryNameWithOwner, branchName } = input.branch;
  if (repositoryNameWithOwner === undefined || branchName === undefined) {
    throw graphqlError('UNPROCESSABLE', 'A branch must be named by its repository and its name here');
  }
  const repository = writable(
    call,
    (other) => fullNameOf(other).toLowerCase() === repositoryNameWithOwner.toLowerCase(),
  );
  if (repository === undefined) throw noRepository(repositoryNameWithOwner);
  const branch = branchName.replace(/^refs\/heads\//, '');
  checkHead(repository, branch, input.expectedHeadOid);
  const { headline, body } = input.message;
  const oid = push(call.world, repository, branch, filesOf(input.fileChanges), {
    message: body === undefined || body === '' ? headline : `${headline}\n\n${body}`,
    login: actorOf(call).login,
  });
  return {
    ...echo(input),
    commit: () => presentGitCommit(call, repository, oid),
    ref: () => presentRef(call, repository, branch),
  };
}

/** The repository, where the token may write to it. */
function writable(
  call: ApiCall,
  isMeant: (repository: RepositoryState) => boolean,
  scope: Scope = 'contents',
): RepositoryState | undefined {
  const token = authenticated(call);
  const repository = [...call.world.repositories.values()].find((other) => isMeant(other) && maySee(token, other));
  if (repository !== undefined && !mayWrite(token, repository, [scope])) throw forbidden();
  return repository;
}

function noRepository(name: string) {
  return graphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`);
}

function checkHead(repository: RepositoryState, branch: string, expected: string): void {
  const head = repository.refs.get(`refs/heads/${branch}`);
  if (head === undefined) throw graphqlError('NOT_FOUND', `The branch "${branch}" does not exist`);
  if (head !== expected) {
    const words = `Expected branch to point to "${expected}" but it did not. Pull and try again.`;
    throw graphqlError('STALE_DATA', words);
  }
  // A commit that is not made yet has no checks.
  const refusal = refusalOf(repository, branch, '0'.repeat(40));
  if (refusal !== undefined) throw graphqlError('UNPROCESSABLE', refusal);
}

function filesOf({ additions = [], deletions = [] }: NonNullable<CommitInput['fileChanges']> = {}): Files {
  return Object.fromEntries([
    ...deletions.map(({ path }) => [path, null] as const),
    ...additions.map(({ path, contents }) => [path, Buffer.from(contents, 'base64')] as const),
  ]);
}

function createRef({ input }: Mutation<{ repositoryId: string; name: string; oid: string }>, call: ApiCall) {
  const repository = writable(call, ({ id }) => nodeId('R', id) === input.repositoryId);
  if (repository === undefined) throw noNode(input.repositoryId);
  const [, branch] = /^refs\/heads\/(.+)$/.exec(input.name) ?? [];
  if (branch === undefined) throw graphqlError('UNPROCESSABLE', `Name must be that of a branch here: ${input.name}`);
  if (repository.refs.has(input.name)) {
    throw graphqlError('UNPROCESSABLE', `A ref named "${input.name}" already exists in the repository.`);
  }
  if (repository.network.objects.read(input.oid)?.type !== 'commit') {
    throw graphqlError('UNPROCESSABLE', 'Oid is not that of a commit');
  }
  moveBranch(call.world, repository, branch, input.oid, actorOf(call));
  return { ...echo(input), ref: () => presentRef(call, repository, branch) };
}

interface PullRequestInput {
  readonly repositoryId: string;
  readonly baseRefName: string;
  readonly headRefName: string;
  readonly title: string;
  readonly body?: string;
  readonly draft: boolean;
}

function createPullRequest({ input }: Mutation<PullRequestInput>, call: ApiCall) {
  const repository = writable(call, ({ id }) => nodeId('R', id) === input.repositoryId, 'pull-requests');
  if (repository === undefined) throw noNode(input.repositoryId);
  const found = findSides(call.world, repository, { head: input.headRefName, base: input.baseRefName });
  if ('problem' in found) {
    throw graphqlError('UNPROCESSABLE', found.problem.message ?? `${found.problem.field} is invalid`);
  }
  const pull = openPull(call.world, repository, {
    from: found.from,
    head: found.branch,
    base: input.baseRefName,
    title: input.title,
    draft: input.draft,
    login: actorOf(call).login,
    ...(input.body === undefined ? {} : { body: input.body }),
  });
  return { ...echo(input), pullRequest: () => presentPullRequest(call, pull) };
}
