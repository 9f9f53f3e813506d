import { ConfigError, GitHubError } from '../errors/tidewaiter-error.ts';
import { visible } from '../text/visible.ts';
import type { GitHub } from './client.ts';
import { malformedAnswer, statusOf } from './github-errors.ts';
import type { RepositoryName } from './repository-name.ts';

/**
 * The commit that a branch, a tag or a commit's id names.
 * @throws ConfigError `git/unknown-revision`
 */
export async function resolveRef(
  github: GitHub,
  { owner, repo, ref }: RepositoryName & { readonly ref: string },
): Promise<string> {
  try {
    const { data } = await github.request('GET /repos/{owner}/{repo}/commits/{ref}', {
      owner,
      repo,
      ref: ref.replace(/^refs\//, ''),
      // The commit's files are not asked for.
      per_page: 1,
    });
    if (typeof data.sha !== 'string') throw malformedAnswer(`GET …/commits/${ref}`, 'a commit');
    return data.sha;
  } catch (cause) {
    if (!isUnknown(cause)) throw cause;
    throw new ConfigError(`${owner}/${repo} has no branch, tag or commit "${visible(ref)}"`, {
      code: 'git/unknown-revision',
      remedy: 'Name one that has been pushed.',
      cause,
    });
  }
}

function isUnknown(cause: unknown): boolean {
  return cause instanceof GitHubError && UNKNOWN.has(statusOf(cause));
}

/** GitHub answers 404; to what looks like a commit's id, 422; and in a repository without any commit, 409. */
const UNKNOWN: ReadonlySet<number | undefined> = new Set([404, 409, 422]);
