import type { GitHub } from '../../src/github/client.ts';
import { hasFile } from '../../src/github/has-file.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';
import { CONFIGURATION_FILES } from '../../src/policy/configuration.ts';
import { findConfigurationFile } from '../../src/policy/read-gate-configuration.ts';
import type { FindConfiguration } from '../judging/dependencies.ts';
import {
  isOwnersRepository,
  OWNERS_REPOSITORY,
  type OwnersRepositoriesOptions,
  openOwnersRepositories,
} from './owners-repositories.ts';

export interface ConfigurationOptions extends OwnersRepositoriesOptions {
  /** Whether nothing is to be green where an owner requires nothing. */
  readonly requiresFloor: boolean;
}

/**
 * Finds whether a repository is to be judged: it is where it has a configuration, or its owner has one, and where the operator wants every
 * owner to have one. Where the owner's is, `judge` is told; it reads both, and tells what is wrong with them.
 */
export function openConfigurations({ requiresFloor, ...options }: ConfigurationOptions): FindConfiguration {
  const readOwnersRepository = openOwnersRepositories(options);
  return async (github, { installation, owner, repo, baseTip }) => {
    const isOwners = isOwnersRepository({ repo });
    const isConfigured = () => hasConfiguration(github, { owner, repo, commit: baseTip });
    const [isFound, owners] = await Promise.all([
      isConfigured(),
      isOwners ? undefined : readOwnersRepository({ installation, owner }),
    ]);
    const isWanted = requiresFloor || isFound || (owners && (await findConfigurationFile(owners)) !== undefined);
    // GitHub may not have yet, for an instant, what was pushed: it is asked once more before nothing is judged.
    if (!isWanted && !(await isConfigured())) return undefined;
    return {
      owner: {
        name: `${owner}/${OWNERS_REPOSITORY}`,
        files: isOwners ? 'judged' : owners,
        floor: requiresFloor ? 'required' : 'optional',
      },
    };
  };
}

async function hasConfiguration(
  github: GitHub,
  commit: RepositoryName & { readonly commit: string },
): Promise<boolean> {
  for (const path of CONFIGURATION_FILES) if (await hasFile(github, { ...commit, path })) return true;
  return false;
}
