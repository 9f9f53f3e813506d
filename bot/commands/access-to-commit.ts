import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { RepositoryAccess } from '../github/github-app.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';
import type { CommandDependencies } from './command-request.ts';

/** GitHub with leave to commit; undefined where the operator, or who installed the App, does not give it. */
export async function accessToCommit(
  repository: RepositoryOfInstallation,
  { app }: Pick<CommandDependencies, 'app'>,
): Promise<RepositoryAccess | undefined> {
  try {
    return await app.ofRepository(repository, 'commits');
  } catch (error) {
    if (error instanceof TidewaiterError && NOT_GIVEN.has(error.code)) return undefined;
    throw error;
  }
}

const NOT_GIVEN: ReadonlySet<TidewaiterError['code']> = new Set(['bot/settings', 'github/refused', 'github/forbidden']);
