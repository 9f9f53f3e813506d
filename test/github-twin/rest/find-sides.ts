import type { RepositoryState } from '../state/model.ts';
import { findCommit } from '../state/refs.ts';
import type { World } from '../state/world.ts';
import type { FieldProblem } from './api-error.ts';

export interface Sides {
  /** `topic`, or `bob:topic` of a fork. */
  readonly head: string;
  readonly base: string;
}

export type FoundSides =
  | { readonly from: RepositoryState; readonly branch: string }
  | { readonly problem: FieldProblem };

/** Where a pull request would come from, or why GitHub opens none. */
export function findSides(world: World, repository: RepositoryState, { head, base }: Sides): FoundSides {
  const [branch = '', owner] = head.split(':').reverse();
  const from = owner === undefined ? repository : relativeOf(world, repository, owner);
  const headSha = from?.refs.get(`refs/heads/${branch}`);
  const baseSha = findCommit(repository, base);
  if (from === undefined || headSha === undefined) return { problem: { field: 'head', code: 'invalid' } };
  if (baseSha === undefined) return { problem: { field: 'base', code: 'invalid' } };
  if (repository.network.history.mergeBase(baseSha, headSha) === headSha) {
    return problem(`No commits between ${base} and ${branch}`);
  }
  const isOpen = [...repository.pulls.values()].some(
    (pull) =>
      pull.progress.state === 'open' &&
      pull.head.repository === from &&
      pull.head.branch === branch &&
      pull.baseBranch === base,
  );
  return isOpen ? problem(`A pull request already exists for ${from.owner.login}:${branch}.`) : { from, branch };
}

function relativeOf(world: World, repository: RepositoryState, owner: string): RepositoryState | undefined {
  return [...world.repositories.values()].find(
    (other) => other.network === repository.network && other.owner.login.toLowerCase() === owner.toLowerCase(),
  );
}

function problem(message: string): { readonly problem: FieldProblem } {
  return { problem: { field: 'base', code: 'custom', message } };
}
