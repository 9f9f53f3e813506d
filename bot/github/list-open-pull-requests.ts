import type { GitHub } from '../../src/github/client.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';

export interface OpenPullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly isDraft: boolean;
}

/** @param branch against which they are; all of them where not said */
export async function listOpenPullRequests(
  github: GitHub,
  { owner, repo }: RepositoryName,
  branch?: string,
): Promise<readonly OpenPullRequest[]> {
  const against = branch === undefined ? {} : { base: branch };
  const open = await github.paginate('GET /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    ...against,
    state: 'open',
    per_page: 100,
  });
  return open.map(({ number, head, base, draft = false }) => ({
    number,
    headSha: head.sha,
    baseBranch: base.ref,
    isDraft: draft,
  }));
}
