import type { GitHub } from '../../src/github/client.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';

/** The repositories of an installation in which something may be merged. */
export async function listRepositories(
  github: GitHub,
  installation: number,
): Promise<readonly RepositoryOfInstallation[]> {
  const repositories = await github.paginate('GET /installation/repositories', { per_page: 100 });
  return repositories
    .filter(({ archived, disabled }) => !archived && !disabled)
    .map(({ owner, name }) => ({ installation, owner: owner.login, repo: name }));
}
