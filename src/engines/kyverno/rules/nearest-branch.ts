import type { Failure } from '../../../model/verdict.ts';

/**
 * Of the alternatives of which none matches, the one with the least to do: one that literals alone would mend, else one with few failures.
 * Where it can be mended, each of its failures has the patch that mends them all, for one of them gone is no match yet.
 */
export function nearestBranch(branches: readonly (readonly Failure[])[], ways: number): readonly Failure[] {
  const filled = branches.filter(({ length }) => length > 0).toSorted((left, right) => left.length - right.length);
  const mendable = filled.find((failures) => failures.every(({ remedy }) => remedy));
  const remedy = mendable?.flatMap((failure) => failure.remedy ?? []);
  if (mendable && remedy) {
    return mendable.map((failure) => ({ ...failure, remedy, ...(ways > 1 && { isOneOfSeveral: true as const }) }));
  }
  return (filled[0] ?? []).map(({ remedy: _notAll, ...failure }) => failure);
}
