import { readCommit, type Signature, writeCommit } from '../git/commits.ts';
import { readFiles, type TreeFile, writeTree } from '../git/trees.ts';
import { signatureOf } from '../state/branches.ts';
import { putFile } from '../state/change-tree.ts';
import type { RepositoryState } from '../state/model.ts';
import { ApiError, notFound } from './api-error.ts';
import { presentTree } from './git-data.ts';
import { presentGitCommit } from './present-commit.ts';
import { repositoryPath } from './present-repository.ts';
import { type Answer, actorOf, objectOf, type RepositoryCall, type Route, textOf } from './route.ts';

const GIT = '/repos/{owner}/{repo}/git';

/** Objects of git that are made one by one. No branch moves by it. */
export const gitWritingRoutes: readonly Route[] = [
  { operation: `POST ${GIT}/blobs`, scopes: ['contents'], handle: createBlob },
  { operation: `POST ${GIT}/trees`, scopes: ['contents'], handle: createTree },
  { operation: `POST ${GIT}/commits`, scopes: ['contents'], handle: createCommit },
  { operation: `GET ${GIT}/commits/{commit_sha}`, scopes: ['contents'], handle: getCommit },
];

function createBlob({ repository, urls, body }: RepositoryCall): Answer {
  const encoding = body.encoding === 'base64' ? 'base64' : 'utf8';
  const sha = repository.network.objects.write('blob', Buffer.from(textOf(body.content) ?? '', encoding));
  return { status: 201, body: { sha, url: `${urls.api}${repositoryPath(repository)}/git/blobs/${sha}` } };
}

/** The files of the base, with those of the request in their places; one without an object is removed. */
function createTree(call: RepositoryCall): Answer {
  const { repository, body } = call;
  const { objects } = repository.network;
  const base = textOf(body.base_tree);
  const files = base === undefined ? new Map<string, TreeFile>() : readFiles(objects, treeOf(repository, base));
  for (const entry of Array.isArray(body.tree) ? body.tree.map(objectOf) : []) {
    const path = textOf(entry.path) ?? '';
    if (entry.sha === null) files.delete(path);
    else putFile(files, path, fileOf(repository, entry));
  }
  return { status: 201, body: presentTree(call, writeTree(objects, files), { recursive: false }) };
}

function treeOf({ network: { objects } }: RepositoryState, sha: string): string {
  const type = objects.read(sha)?.type;
  if (type === 'commit') return readCommit(objects, sha).tree;
  if (type !== 'tree') throw new ApiError(404, 'Not Found');
  return sha;
}

const MODES = ['100644', '100755', '120000', '160000'] as const;

function fileOf({ network: { objects } }: RepositoryState, entry: Readonly<Record<string, unknown>>): TreeFile {
  const mode = MODES.find((known) => known === entry.mode);
  if (mode === undefined)
    throw new ApiError(422, 'tree.mode must be that of a file: the twin takes no folders as entries');
  const content = textOf(entry.content);
  if (content !== undefined) return { mode, id: objects.write('blob', content) };
  const id = textOf(entry.sha) ?? '';
  const isThere = mode === '160000' || objects.read(id)?.type === 'blob';
  if (!isThere) throw new ApiError(422, `tree.sha ${id} is not a valid blob`);
  return { mode, id };
}

function createCommit(call: RepositoryCall): Answer {
  const { repository, body, world, urls } = call;
  const { objects } = repository.network;
  const tree = textOf(body.tree) ?? '';
  if (objects.read(tree)?.type !== 'tree') throw new ApiError(422, 'Tree SHA does not exist');
  const parents = Array.isArray(body.parents) ? body.parents.map((parent) => textOf(parent) ?? '') : [];
  if (parents.some((parent) => objects.read(parent)?.type !== 'commit')) {
    throw new ApiError(422, 'Parent SHA does not exist or is not a commit object');
  }
  const author = authorOf(objectOf(body.author), signatureOf(world, actorOf(call).login));
  const sha = writeCommit(objects, { tree, parents, author, message: textOf(body.message) ?? '' });
  return { status: 201, body: presentGitCommit(urls, repository, sha) };
}

function authorOf({ name, email, date }: Readonly<Record<string, unknown>>, self: Signature): Signature {
  return { name: textOf(name) ?? self.name, email: textOf(email) ?? self.email, date: textOf(date) ?? self.date };
}

function getCommit({ repository, urls, parameters }: RepositoryCall): Answer {
  const sha = parameters.commit_sha ?? '';
  if (repository.network.objects.read(sha)?.type !== 'commit') throw notFound();
  return { status: 200, body: presentGitCommit(urls, repository, sha) };
}
