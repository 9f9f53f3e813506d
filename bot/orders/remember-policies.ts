import { putLast } from '../../src/base/put-last.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';
import { type LoadedPolicies, type LoadPolicies, loadPolicies } from '../../src/policy/load-policies.ts';

/** A set of fifty policies takes a megabyte or two. */
const MOST_KNOWN = 20;

/**
 * Loads policies for judgements of repositories, and remembers those of base branches for as long as neither the branch nor the owner's
 * repository moves: to look for them in thousands of manifests costs more than to judge one.
 */
export function rememberPolicies(): (repository: RepositoryName) => LoadPolicies {
  const known = new Map<string, LoadedPolicies>();
  return ({ owner, repo }) =>
    async (input) => {
      // What a pull request makes of its gate is looked at once, and must not take the place of a gate.
      if (input.repository.revision !== 'base') return loadPolicies(input);
      // What the configuration says of them is in the same commits.
      const key = JSON.stringify([owner, repo, input.repository.id, input.owner?.id]);
      const loaded = known.get(key) ?? (await loadPolicies(input));
      // A file that could not be read may be there the next time.
      if (loaded.problems.length === 0) putLast(known, key, loaded, MOST_KNOWN);
      return loaded;
    };
}
