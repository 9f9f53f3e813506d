import { ConfigError, TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { GitHub } from './client.ts';
import { malformedAnswer } from './github-errors.ts';
import type { RepositoryName } from './repository-name.ts';

/**
 * Where the histories of two commits parted.
 * @throws ConfigError `git/no-merge-base` when they never met
 */
export async function findMergeBase(
  github: GitHub,
  { owner, repo, base, head }: RepositoryName & { readonly base: string; readonly head: string },
): Promise<string> {
  if (base === head) return base;
  try {
    const { data } = await github.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${base}...${head}`,
      // Neither commits nor files are asked for.
      per_page: 1,
    });
    if (typeof data.merge_base_commit?.sha !== 'string') throw malformedAnswer('GET …/compare', 'two commits compared');
    return data.merge_base_commit.sha;
  } catch (cause) {
    if (!isUnrelated(cause)) throw cause;
    throw new ConfigError(`${base.slice(0, 12)} and ${head.slice(0, 12)} have no commit in common`, {
      code: 'git/no-merge-base',
      remedy: 'Name a base that the head was branched from; histories that never met cannot be compared.',
      cause,
    });
  }
}

/** GitHub says 404 in both cases, and `No common ancestor between` in this one. */
function isUnrelated(cause: unknown): boolean {
  return (
    cause instanceof TidewaiterError && cause.code === 'github/not-found' && /common ancestor/i.test(cause.message)
  );
}
