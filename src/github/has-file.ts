import { isArray } from '../base/json.ts';
import { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { GitHub } from './client.ts';
import type { RepositoryName } from './repository-name.ts';

/** Whether a commit has a file at a path, or a link or a submodule: anything but a folder. */
export async function hasFile(
  github: GitHub,
  { owner, repo, commit, path }: RepositoryName & { readonly commit: string; readonly path: string },
): Promise<boolean> {
  try {
    const { data } = await github.request('GET /repos/{owner}/{repo}/contents/{path}', {
      owner,
      repo,
      path,
      ref: commit,
    });
    return !isArray(data);
  } catch (error) {
    if (error instanceof TidewaiterError && error.code === 'github/not-found') return false;
    throw error;
  }
}
