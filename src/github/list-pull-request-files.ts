import type { Hunk } from '../model/files.ts';
import type { GitHub } from './client.ts';
import { malformedAnswer } from './github-errors.ts';
import { parsePatchHunks } from './patch-hunks.ts';
import type { PullRequestName } from './repository-name.ts';

/** A file that a pull request changes, as GitHub tells of it: 3,000 of them at most. */
export interface PullRequestFile {
  readonly path: string;
  /** The path at the merge base, where it differs. */
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed' | 'unchanged';
  /** git's id of the content: at head, or of what was removed. GitHub gives none of some submodules. */
  readonly id?: string;
  /** Undefined where GitHub shows no diff, as the file is binary or the diff too large: there it may take no comments on lines. */
  readonly hunks?: readonly Hunk[];
}

/** The files of a pull request, compared with where it parted from its base, as GitHub last saw that. */
export async function listPullRequestFiles(
  github: GitHub,
  { owner, repo, number }: PullRequestName,
): Promise<readonly PullRequestFile[]> {
  const files = await github.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  if (files.some(({ filename }) => typeof filename !== 'string'))
    throw malformedAnswer(`GET …/pulls/${number}/files`, 'a list of files');
  return files.map(({ filename, previous_filename, status, sha, patch }) => ({
    path: filename,
    status,
    ...(previous_filename === undefined ? {} : { previousPath: previous_filename }),
    ...(sha === null ? {} : { id: sha }),
    ...(patch === undefined ? {} : { hunks: parsePatchHunks(patch) }),
  }));
}
