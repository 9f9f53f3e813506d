import { readCommit } from '../git/commits.ts';
import { isFolder, readFolder, type TreeEntry, typeOf } from '../git/trees.ts';
import type { RepositoryState } from '../state/model.ts';
import { findCommit, fullNameOf } from '../state/refs.ts';
import { ApiError, notFound } from './api-error.ts';
import { compare } from './compare.ts';
import { presentCommit } from './present-commit.ts';
import { nodeId, repositoryPath } from './present-repository.ts';
import { type Answer, page, type RepositoryCall, type Route } from './route.ts';

export const gitDataRoutes: readonly Route[] = [
  { operation: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}', scopes: ['contents'], handle: getTree },
  { operation: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}', scopes: ['contents'], handle: getBlob },
  { operation: 'GET /repos/{owner}/{repo}/branches', scopes: ['contents'], handle: listBranches },
  { operation: 'GET /repos/{owner}/{repo}/branches/{branch}', scopes: ['contents'], handle: getBranch },
  { operation: 'GET /repos/{owner}/{repo}/commits/{ref}', scopes: ['contents'], handle: getCommit },
  { operation: 'GET /repos/{owner}/{repo}/compare/{basehead}', scopes: ['contents'], handle: compare },
];

function getTree(call: RepositoryCall): Answer {
  const tree = treeOf(call.repository, call.parameters.tree_sha ?? '');
  // Any value at all makes it recursive, `0` and `false` too.
  return { status: 200, body: presentTree(call, tree, { recursive: call.query.has('recursive') }) };
}

export function presentTree(
  { repository, urls, world }: RepositoryCall,
  id: string,
  { recursive }: { readonly recursive: boolean },
) {
  const api = `${urls.api}${repositoryPath(repository)}/git`;
  const all = listEntries(repository, id, '', recursive);
  const entries = recursive ? all.slice(0, world.limits.treeEntries) : all;
  const tree = entries.map(({ path, entry, size }) => ({
    path,
    mode: entry.mode.padStart(6, '0'),
    type: typeOf(entry),
    sha: entry.id,
    ...(size === undefined ? {} : { size }),
    ...(typeOf(entry) === 'commit' ? {} : { url: `${api}/${typeOf(entry)}s/${entry.id}` }),
  }));
  return { sha: id, url: `${api}/trees/${id}`, tree, truncated: entries.length < all.length };
}

/** The tree that a tree's id, a commit or a branch names. */
function treeOf(repository: RepositoryState, revision: string): string {
  const { objects } = repository.network;
  if (objects.read(revision)?.type === 'tree') return revision;
  const commit = findCommit(repository, revision);
  if (commit === undefined) throw notFound();
  return readCommit(objects, commit).tree;
}

interface ListedEntry {
  readonly path: string;
  readonly entry: TreeEntry;
  readonly size?: number;
}

function listEntries(
  repository: RepositoryState,
  tree: string,
  prefix: string,
  recursive: boolean,
): readonly ListedEntry[] {
  const { objects } = repository.network;
  return readFolder(objects, tree).flatMap((entry): readonly ListedEntry[] => {
    const path = prefix + entry.name;
    if (typeOf(entry) === 'blob') return [{ path, entry, size: objects.require(entry.id, 'blob').length }];
    const inside = recursive && isFolder(entry) ? listEntries(repository, entry.id, `${path}/`, true) : [];
    return [{ path, entry }, ...inside];
  });
}

function getBlob({ repository, urls, parameters, accept }: RepositoryCall): Answer {
  const sha = parameters.file_sha ?? '';
  const object = repository.network.objects.read(sha);
  if (object?.type !== 'blob') throw notFound();
  if (wantsRaw(accept))
    return { status: 200, bytes: object.bytes, contentType: 'application/vnd.github.raw; charset=utf-8' };
  return {
    status: 200,
    body: {
      sha,
      node_id: nodeId('B', repository.id),
      size: object.bytes.length,
      url: `${urls.api}${repositoryPath(repository)}/git/blobs/${sha}`,
      content: inLines(object.bytes.toString('base64')),
      encoding: 'base64',
    },
  };
}

export function wantsRaw(accept: string): boolean {
  return /application\/vnd\.github(\.v3)?\.raw/.test(accept);
}

/** GitHub breaks base64 after 60 characters, and ends it with a line break. */
export function inLines(base64: string): string {
  return base64.replace(/.{1,60}/g, '$&\n');
}

function listBranches(call: RepositoryCall): Answer {
  const { repository, urls } = call;
  const api = urls.api + repositoryPath(repository);
  const names = [...repository.refs.keys()].filter((ref) => ref.startsWith('refs/heads/')).map((ref) => ref.slice(11));
  const branches = names.sort().map((name) => {
    const sha = repository.refs.get(`refs/heads/${name}`);
    return { name, commit: { sha, url: `${api}/commits/${sha}` }, protected: repository.requiredChecks.has(name) };
  });
  return page(call, branches);
}

function getBranch({ repository, urls, parameters }: RepositoryCall): Answer {
  const name = parameters.branch ?? '';
  const sha = repository.refs.get(`refs/heads/${name}`);
  if (sha === undefined) throw new ApiError(404, 'Branch not found');
  const self = `${urls.api}${repositoryPath(repository)}/branches/${name}`;
  const checks = repository.requiredChecks.get(name)?.checks;
  const contexts = (checks ?? []).map((check) => check.context);
  const required = { enforcement_level: checks === undefined ? 'off' : 'everyone', contexts, checks: [] };
  return {
    status: 200,
    body: {
      name,
      commit: presentCommit(urls, repository, sha),
      _links: { self, html: `${urls.server}/${fullNameOf(repository)}/tree/${name}` },
      protected: checks !== undefined,
      protection: { enabled: checks !== undefined, required_status_checks: required },
      protection_url: `${self}/protection`,
    },
  };
}

function getCommit({ repository, urls, parameters, accept }: RepositoryCall): Answer {
  const revision = parameters.ref ?? '';
  const sha = findCommit(repository, revision);
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${revision}`);
  if (/application\/vnd\.github(\.v3)?\.sha/.test(accept)) {
    return { status: 200, bytes: Buffer.from(sha), contentType: 'application/vnd.github.sha; charset=utf-8' };
  }
  return { status: 200, body: presentCommit(urls, repository, sha) };
}
