import { readCommit } from '../git/commits.ts';
import { isFolder, readFolder, type TreeEntry } from '../git/trees.ts';
import { push } from '../state/branches.ts';
import { refusalOf } from '../state/merge.ts';
import type { RepositoryState } from '../state/model.ts';
import { findCommit, fullNameOf, resolveCommit } from '../state/refs.ts';
import { ApiError, notFound } from './api-error.ts';
import { inLines, wantsRaw } from './git-data.ts';
import { presentGitCommit } from './present-commit.ts';
import { repositoryPath } from './present-repository.ts';
import { type Answer, actorOf, type RepositoryCall, type Route, textOf } from './route.ts';

const CONTENTS = '/repos/{owner}/{repo}/contents/{path}';

export const contentsRoutes: readonly Route[] = [
  { operation: `GET ${CONTENTS}`, scopes: ['contents'], handle: getContents },
  { operation: `PUT ${CONTENTS}`, scopes: ['contents'], handle: putFile },
];

/** Up to this size contents come in base64, above it only as they are. */
const MAX_INLINE_BYTES = 1_000_000;

function getContents(call: RepositoryCall): Answer {
  const { repository, parameters, query, accept } = call;
  const path = parameters.path ?? '';
  const revision = query.get('ref') ?? repository.defaultBranch;
  const commit = findCommit(repository, revision);
  if (commit === undefined) throw new ApiError(404, `No commit found for the ref ${revision}`);
  const entry = entryAt(repository, commit, path);
  if (entry === undefined) throw notFound();
  const present = (at: string, other: TreeEntry) => presentContent(call, at, other, revision);
  if (isFolder(entry)) {
    const inside = readFolder(repository.network.objects, entry.id);
    return { status: 200, body: inside.map((child) => present(`${path}/${child.name}`, child)) };
  }
  const bytes = repository.network.objects.require(entry.id, 'blob');
  if (wantsRaw(accept)) return { status: 200, bytes, contentType: 'application/vnd.github.raw; charset=utf-8' };
  const content =
    bytes.length > MAX_INLINE_BYTES
      ? { content: '', encoding: 'none' }
      : { content: inLines(bytes.toString('base64')), encoding: 'base64' };
  return { status: 200, body: { ...present(path, entry), ...content } };
}

function entryAt(repository: RepositoryState, commit: string, path: string): TreeEntry | undefined {
  const { tree } = readCommit(repository.network.objects, commit);
  let entry: TreeEntry | undefined = { name: '', mode: '40000', id: tree };
  for (const name of path.split('/')) {
    if (entry === undefined || !isFolder(entry)) return undefined;
    entry = readFolder(repository.network.objects, entry.id).find((child) => child.name === name);
  }
  return entry;
}

function presentContent({ repository, urls }: RepositoryCall, path: string, entry: TreeEntry, revision: string) {
  const api = urls.api + repositoryPath(repository);
  const self = `${api}/contents/${path}?ref=${revision}`;
  const kind = isFolder(entry) ? 'tree' : 'blob';
  const html = `${urls.server}/${fullNameOf(repository)}/${kind}/${revision}/${path}`;
  const git = `${api}/git/${kind}s/${entry.id}`;
  return {
    name: entry.name,
    path,
    sha: entry.id,
    size: isFolder(entry) ? 0 : repository.network.objects.require(entry.id, 'blob').length,
    url: self,
    html_url: html,
    git_url: git,
    download_url: isFolder(entry) ? null : `${urls.server}/${fullNameOf(repository)}/raw/${revision}/${path}`,
    type: isFolder(entry) ? 'dir' : 'file',
    _links: { self, git, html },
  };
}

/** A commit that is not made yet has no checks: a branch that requires some takes none. */
const NOT_YET = '0'.repeat(40);

/** One commit of one file. Who replaces a file names the blob that is there, so that nothing is overwritten unseen. */
function putFile(call: RepositoryCall): Answer {
  const { repository, world, urls, body, parameters } = call;
  const path = parameters.path ?? '';
  const branch = textOf(body.branch) ?? repository.defaultBranch;
  const tip = repository.refs.get(`refs/heads/${branch}`);
  if (tip === undefined) throw new ApiError(404, `Branch ${branch} not found`);
  const there = entryAt(repository, tip, path)?.id;
  checkReplaced(path, there, textOf(body.sha));
  const refusal = refusalOf(repository, branch, NOT_YET);
  if (refusal !== undefined) throw new ApiError(409, `Could not update file: ${refusal}`);
  const sha = push(
    world,
    repository,
    branch,
    { [path]: Buffer.from(textOf(body.content) ?? '', 'base64') },
    {
      message: textOf(body.message) ?? '',
      login: actorOf(call).login,
    },
  );
  return {
    status: there === undefined ? 201 : 200,
    body: { content: presentFileAt(call, path, branch), commit: presentGitCommit(urls, repository, sha) },
  };
}

function presentFileAt(call: RepositoryCall, path: string, branch: string) {
  const { repository } = call;
  const entry = entryAt(repository, resolveCommit(repository, branch), path);
  return entry === undefined ? null : presentContent(call, path, entry, branch);
}

function checkReplaced(path: string, there: string | undefined, named: string | undefined): void {
  if (there === named) return;
  if (named === undefined) throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  throw new ApiError(409, `${path} does not match ${named}`);
}
