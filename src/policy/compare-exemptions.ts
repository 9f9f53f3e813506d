import { hasWildcard, matchesWildcard } from '../base/wildcard.ts';
import type { Exemption } from '../model/exemption.ts';
import { parsePolicyPattern } from './policy-pattern.ts';

export interface ExemptionChange {
  readonly change: 'added' | 'widened';
  /** The entry as it is afterwards. */
  readonly exemption: Exemption;
}

/**
 * What a change of the exemptions lets through that was not let through before: entries that no earlier one covers. One that stands in
 * for an earlier entry of the same policy widens it. What only removes or narrows is not listed; entries that are merged or cut up may be
 * listed though nothing is gained, for a person then looks once too often and never once too little.
 */
export function compareExemptions(
  before: readonly Exemption[],
  after: readonly Exemption[],
): readonly ExemptionChange[] {
  const kept = new Set(after.map(identityOf));
  const dropped = new Set(before.filter((earlier) => !kept.has(identityOf(earlier))).map(({ policy }) => policy));
  return after
    .filter((later) => !before.some((earlier) => covers(earlier, later)))
    .map((exemption) => ({
      change: dropped.has(exemption.policy) ? 'widened' : 'added',
      exemption,
    }));
}

/** Two entries with the same let the same through. */
function identityOf({ policy, kinds, namespaces, names, until }: Exemption): string {
  return JSON.stringify([policy, kinds, namespaces, names, until]);
}

/** Whether whatever the narrow entry lets through the wide one does too. */
function covers(wide: Exemption, narrow: Exemption): boolean {
  const [all, some] = [parsePolicyPattern(wide.policy), parsePolicyPattern(narrow.policy)];
  return (
    coversPattern(all.policy, some.policy) &&
    coversPattern(all.rule, some.rule) &&
    coversList(wide.kinds, narrow.kinds) &&
    coversList(wide.namespaces, narrow.namespaces) &&
    coversList(wide.names, narrow.names) &&
    wide.until >= narrow.until
  );
}

/** An empty list is everything. */
function coversList(wide: readonly string[], narrow: readonly string[]): boolean {
  if (wide.length === 0) return true;
  return narrow.length > 0 && narrow.every((some) => wide.some((all) => coversPattern(all, some)));
}

/** A `*` takes in the other's wildcards as it does any character; a `?` would take a `*` for one character. */
function coversPattern(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  return !(wide.includes('?') && hasWildcard(narrow)) && matchesWildcard(wide, narrow);
}
