import { GitHubError } from '../errors/tidewaiter-error.ts';
import { decodeFileName } from '../revisions/file-name.ts';
import type { GitHub } from './client.ts';
import type { RepositoryName } from './repository-name.ts';

/** An entry of a folder, with its name as git has it. */
export interface RawEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size: number;
}

interface Folder {
  readonly path: string;
  readonly id: string;
}

/** REST answers in JSON, where a name that is not UTF-8 has this in place of each byte that does not fit. */
const REPLACEMENT = '\ufffd';

export function isInexact(path: string): boolean {
  return path.includes(REPLACEMENT);
}

/** Each folder costs a request, and nobody names hundreds of them so by accident. */
const MAX_FOLDERS = 50;

/**
 * The entries of a commit whose names, or whose folders' names, are not UTF-8: two of them may look alike in JSON, and one would
 * hide the other. GraphQL gives names as bytes, folder by folder.
 * @param parents the folders that such entries are in; the root's id is the commit's
 */
export async function readRawNames(
  github: GitHub,
  repository: RepositoryName,
  parents: readonly Folder[],
): Promise<readonly RawEntry[]> {
  const found: RawEntry[] = [];
  const open = parents.map((folder) => ({ ...folder, isListed: true }));
  for (let count = 1, folder = open.pop(); folder !== undefined; count++, folder = open.pop()) {
    if (count > MAX_FOLDERS) throw tooManyNames(repository);
    for (const { nameRaw, mode, oid, type, size } of await readFolder(github, repository, folder.id)) {
      const name = decodeFileName(Buffer.from(nameRaw, 'base64'));
      // REST has listed all but these, where the names above are exact.
      if (folder.isListed && !isInexact(name.toWellFormed())) continue;
      const path = folder.path === '' ? name : `${folder.path}/${name}`;
      if (type === 'tree') open.push({ path, id: oid, isListed: false });
      else found.push({ path, mode: mode.toString(8).padStart(6, '0'), type, sha: oid, size });
    }
  }
  return found;
}

const FOLDER = `query folder($owner: String!, $repo: String!, $id: GitObjectID!) {
  repository(owner: $owner, name: $repo) {
    object(oid: $id) {
      ... on Commit { tree { ...listing } }
      ... on Tree { ...listing }
    }
  }
}
fragment listing on Tree { entries { nameRaw mode oid type size } }`;

interface Listing {
  readonly entries: readonly {
    /** In base64. */
    readonly nameRaw: string;
    readonly mode: number;
    readonly oid: string;
    readonly type: string;
    readonly size: number;
  }[];
}

interface FolderAnswer {
  readonly repository: { readonly object: Listing | { readonly tree: Listing } };
}

async function readFolder(github: GitHub, name: RepositoryName, id: string): Promise<Listing['entries']> {
  const { repository } = await github.graphql<FolderAnswer>(FOLDER, { ...name, id });
  return 'tree' in repository.object ? repository.object.tree.entries : repository.object.entries;
}

function tooManyNames({ owner, repo }: RepositoryName): GitHubError {
  return new GitHubError(`${owner}/${repo} has more than ${MAX_FOLDERS} folders with names that are not UTF-8`, {
    code: 'github/too-large',
    remedy: 'Rename them, or check the repository out before this step: `actions/checkout` with `fetch-depth: 0`.',
  });
}
