import { GitHubError } from '../errors/tidewaiter-error.ts';
import type { GitHub } from './client.ts';
import { brokenOff, malformedAnswer } from './github-errors.ts';
import { retrying } from './patience.ts';
import { ArchiveTooLarge } from './read-tar.ts';
import type { RepositoryName } from './repository-name.ts';
import { type ArchiveLimits, unpackArchive } from './unpack-archive.ts';

/**
 * Hands over what the files of a commit hold, from one archive. It obeys the commit's own `.gitattributes`: files may be left out
 * of it (`export-ignore`) or changed (`export-subst`), and after a broken connection some are handed over again.
 * @throws GitHubError `github/too-large`, `github/unavailable` when it keeps breaking off
 */
export async function readArchive(
  github: GitHub,
  { owner, repo, commit }: RepositoryName & { readonly commit: string },
  { limits, take }: { readonly limits: ArchiveLimits; take(bytes: Buffer): void },
): Promise<void> {
  const asked = `the archive of ${owner}/${repo} at ${commit.slice(0, 12)}`;
  const { headers } = await github.request('GET /repos/{owner}/{repo}/tarball/{ref}', {
    owner,
    repo,
    ref: commit,
    request: { redirect: 'manual' },
  });
  // It lies on another host, and its address holds a credential of its own where it needs one: the token stays here.
  const address = addressOf(headers.location, asked);
  await retrying(github.patience, async () => {
    const { body } = await github.download(address);
    if (body === null) throw malformedAnswer(asked, 'a file');
    try {
      for await (const bytes of unpackArchive(body, limits)) take(bytes);
    } catch (cause) {
      throw cause instanceof ArchiveTooLarge ? tooLarge(asked, cause) : brokenOff(asked, cause);
    }
  });
}

function addressOf(location: string | undefined, asked: string): URL {
  const address = URL.parse(location ?? '');
  if (address === null || !/^https?:$/.test(address.protocol)) throw malformedAnswer(asked, 'a redirect to it');
  return address;
}

function tooLarge(asked: string, cause: ArchiveTooLarge): GitHubError {
  return new GitHubError(`${asked} is too large: ${cause.message}`, {
    code: 'github/too-large',
    remedy: 'Check the repository out before this step: `actions/checkout` with `fetch-depth: 0`.',
    cause,
  });
}
