import { countOf } from '../base/count-of.ts';
import { formatCount } from '../base/format-count.ts';
import { GitHubError } from '../errors/tidewaiter-error.ts';
import { blobId } from '../revisions/blob-id.ts';
import type { Blob } from '../revisions/commit-files.ts';
import type { TreeEntry } from '../revisions/tree.ts';
import type { GitHub } from './client.ts';
import { malformedAnswer } from './github-errors.ts';
import { readArchive } from './read-archive.ts';
import type { SizedTree } from './read-git-tree.ts';
import type { RepositoryName } from './repository-name.ts';

const ARCHIVE_LIMITS = { packedBytes: 250_000_000, unpackedBytes: 500_000_000, entries: 300_000 };
/** What no archive has is read one by one, and each costs a request of the thousand that a workflow's token has an hour. */
const MAX_SINGLE_BLOBS = 300;

interface Commit {
  readonly id: string;
  /** The ids of its files, without those that are too large to read. */
  readonly files: ReadonlySet<string>;
}

/**
 * What files hold, by the id of the content, so that commits share what they have in common. It is read when first asked for:
 * by archive, as policies and inventory will ask for most of a tree, or by itself where a tree lacks only one.
 */
export class BlobStore {
  readonly #github: GitHub;
  readonly #repository: RepositoryName;
  readonly #fileBytes: number;
  readonly #blobs = new Map<string, Buffer>();
  readonly #sizes = new Map<string, number>();
  readonly #unread: Commit[] = [];
  /** Reads wait for each other: two at once would fetch the same things twice. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(github: GitHub, repository: RepositoryName, fileBytes: number) {
    this.#github = github;
    this.#repository = repository;
    this.#fileBytes = fileBytes;
  }

  /** Makes a commit known, whose files may be asked for from now on. Of several that hold a file, the first one's archive is read. */
  add(id: string, tree: SizedTree): void {
    // Where nothing was merged since, the tip of the base is the merge base.
    if (this.#unread.some((commit) => commit.id === id)) return;
    const files = [...tree.values()].filter(({ kind }) => kind === 'file');
    for (const file of files) this.#sizes.set(file.id, file.size);
    const readable = files.filter(({ size }) => size <= this.#fileBytes);
    this.#unread.push({ id, files: new Set(readable.map((file) => file.id)) });
  }

  /** The contents of files, in their order. */
  async read(files: readonly TreeEntry[]): Promise<readonly Blob[]> {
    const wanted = new Set(files.map(({ id }) => id).filter((id) => this.#sizeOf(id) <= this.#fileBytes));
    const turn = this.#turn.then(() => this.#fetch(wanted));
    this.#turn = turn.catch(() => undefined);
    await turn;
    return files.map(({ id }): Blob => {
      const bytes = this.#blobs.get(id);
      return bytes === undefined ? { outcome: 'too-large', size: this.#sizeOf(id) } : { outcome: 'found', bytes };
    });
  }

  async #fetch(wanted: ReadonlySet<string>): Promise<void> {
    for (let lacking = this.#lacking(wanted); lacking.length > 0; lacking = this.#lacking(wanted)) {
      const commit = this.#bestArchive(lacking);
      if (commit === undefined) return this.#fetchOneByOne(lacking);
      await this.#fetchArchive(commit);
    }
  }

  /** The commit that holds most of what is lacking; undefined where an archive would be one request for one file, or has been read. */
  #bestArchive(lacking: readonly string[]): Commit | undefined {
    const counts = this.#unread.map((commit) => lacking.filter((id) => commit.files.has(id)).length);
    const most = Math.max(0, ...counts);
    const commit = most === 0 ? undefined : this.#unread[counts.indexOf(most)];
    return commit !== undefined && this.#lacking(commit.files).length > 1 ? commit : undefined;
  }

  async #fetchArchive(commit: Commit): Promise<void> {
    this.#unread.splice(this.#unread.indexOf(commit), 1);
    await readArchive(
      this.#github,
      { ...this.#repository, commit: commit.id },
      {
        limits: { ...ARCHIVE_LIMITS, fileBytes: this.#fileBytes },
        take: (bytes) => {
          const id = blobId(bytes, commit.id.length);
          if (this.#sizes.has(id)) this.#blobs.set(id, bytes);
        },
      },
    );
  }

  async #fetchOneByOne(ids: readonly string[]): Promise<void> {
    const bytes = ids.reduce((sum, id) => sum + this.#sizeOf(id), 0);
    if (ids.length > MAX_SINGLE_BLOBS || bytes > ARCHIVE_LIMITS.unpackedBytes) throw tooMuch(ids.length, bytes);
    // octokit makes ten requests at a time.
    await Promise.all(ids.map(async (id) => this.#blobs.set(id, await this.#readBlob(id))));
  }

  async #readBlob(id: string): Promise<Buffer> {
    const { data } = await this.#github.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
      ...this.#repository,
      file_sha: id,
    });
    const bytes = Buffer.from(data.content, 'base64');
    if (blobId(bytes, id.length) !== id) throw malformedAnswer(`GET …/git/blobs/${id}`, 'the content with that hash');
    return bytes;
  }

  #lacking(ids: Iterable<string>): readonly string[] {
    return [...ids].filter((id) => !this.#blobs.has(id));
  }

  #sizeOf(id: string): number {
    return this.#sizes.get(id) ?? 0;
  }
}

function tooMuch(count: number, bytes: number): GitHubError {
  return new GitHubError(
    `${countOf(count, 'file')} (${formatCount(bytes)} bytes) are not in GitHub's archives, and would have to be read one by one`,
    {
      code: 'github/too-large',
      remedy:
        'Take `export-ignore` and `export-subst` out of .gitattributes, or check the repository out before this step: ' +
        '`actions/checkout` with `fetch-depth: 0`.',
    },
  );
}
