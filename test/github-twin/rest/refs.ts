import { deleteBranch, moveBranch } from '../state/branches.ts';
import { refusalOf } from '../state/merge.ts';
import { ApiError, notFound } from './api-error.ts';
import { nodeId, repositoryPath } from './present-repository.ts';
import { type Answer, actorOf, type RepositoryCall, type Route, textOf } from './route.ts';

const GIT = '/repos/{owner}/{repo}/git';

/** Branches by their full names. The twin has no other refs that anybody makes. */
export const refRoutes: readonly Route[] = [
  { operation: `GET ${GIT}/ref/{ref}`, scopes: ['contents'], handle: get },
  { operation: `POST ${GIT}/refs`, scopes: ['contents'], handle: create },
  { operation: `PATCH ${GIT}/refs/{ref}`, scopes: ['contents'], handle: update },
  { operation: `DELETE ${GIT}/refs/{ref}`, scopes: ['contents'], handle: remove },
];

function get(call: RepositoryCall): Answer {
  const ref = `refs/${call.parameters.ref}`;
  if (!call.repository.refs.has(ref)) throw notFound();
  return { status: 200, body: present(call, ref) };
}

function present({ repository, urls }: RepositoryCall, ref: string) {
  const sha = repository.refs.get(ref);
  const api = urls.api + repositoryPath(repository);
  const object = { type: 'commit', sha, url: `${api}/git/commits/${sha}` };
  return { ref, node_id: nodeId('REF', repository.id), url: `${api}/git/${ref}`, object };
}

function create(call: RepositoryCall): Answer {
  const { repository, body, world } = call;
  const ref = textOf(body.ref) ?? '';
  const branch = branchOf(ref);
  if (repository.refs.has(ref)) throw new ApiError(422, 'Reference already exists');
  moveBranch(world, repository, branch, commitOf(call), actorOf(call));
  return { status: 201, body: present(call, ref) };
}

function branchOf(ref: string): string {
  const [, branch] = /^refs\/heads\/(.+)$/.exec(ref) ?? [];
  if (branch === undefined) throw new ApiError(422, `Reference name must be a branch here: ${ref}`);
  return branch;
}

function commitOf({ repository, body }: RepositoryCall): string {
  const sha = textOf(body.sha) ?? '';
  if (repository.network.objects.read(sha)?.type !== 'commit') throw new ApiError(422, 'Object does not exist');
  return sha;
}

function update(call: RepositoryCall): Answer {
  const { repository, body, world, parameters } = call;
  const ref = `refs/${parameters.ref}`;
  const branch = branchOf(ref);
  const before = repository.refs.get(ref);
  if (before === undefined) throw new ApiError(422, 'Reference does not exist');
  const sha = commitOf(call);
  const isForward = repository.network.history.mergeBase(before, sha) === before;
  if (!isForward && body.force !== true) throw new ApiError(422, 'Update is not a fast forward');
  // What is required of a merge is required of whatever else moves the branch.
  const refusal = refusalOf(repository, branch, sha);
  if (refusal !== undefined) throw new ApiError(422, refusal);
  moveBranch(world, repository, branch, sha, actorOf(call));
  return { status: 200, body: present(call, ref) };
}

function remove(call: RepositoryCall): Answer {
  const { repository, world, parameters } = call;
  const ref = `refs/${parameters.ref}`;
  if (!repository.refs.has(ref)) throw new ApiError(422, 'Reference does not exist');
  deleteBranch(world, repository, branchOf(ref), actorOf(call));
  return { status: 204 };
}
