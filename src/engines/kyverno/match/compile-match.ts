import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { allOf, anyOf, type MatchAnswer, no } from './match-answer.ts';
import type { MatchSubject } from './match-subject.ts';
import { compileResourceFilter, type Question } from './resource-filter.ts';

/** `match` or `exclude` as its filters, and whether one of them has to hold or all. */
export interface Filters {
  readonly mode: 'any' | 'all';
  readonly filters: readonly JsonObject[];
}

/** The deprecated form, with the fields of one filter, is a list of one. */
export function filtersOf(block: JsonValue | undefined): Filters {
  if (!isObject(block)) return { mode: 'any', filters: [] };
  if (isArray(block.any) && block.any.length > 0) return { mode: 'any', filters: block.any.filter(isObject) };
  if (isArray(block.all) && block.all.length > 0) return { mode: 'all', filters: block.all.filter(isObject) };
  return { mode: 'any', filters: [block] };
}

/**
 * Compiles whether a rule is about a request: its `match`, unless its `exclude`.
 * Semantics: kyverno/kyverno pkg/engine/utils/match.go, `MatchesResourceDescription`.
 */
export function compileMatch(rule: JsonObject): (subject: MatchSubject) => MatchAnswer {
  const matches = compileBlock(filtersOf(rule.match), 'match') ?? (() => EMPTY);
  const excludes = compileBlock(filtersOf(rule.exclude), 'exclude');
  if (!excludes) return matches;
  return (subject) => {
    const matched = matches(subject);
    if (matched.outcome === 'no') return matched;
    const excluded = excludes(subject);
    if (excluded.outcome === 'yes') return EXCLUDED;
    return excluded.outcome === 'unknown' ? excluded : matched;
  };
}

const EMPTY = no('match is empty');
const EXCLUDED = no('it is excluded');

function compileBlock({ mode, filters }: Filters, place: 'match' | 'exclude'): Question | undefined {
  const questions = filters.map((filter) => compileResourceFilter(filter, place));
  const asked = questions.filter((question) => question !== undefined);
  // An empty filter of `match` matches nothing, and of `exclude` it excludes nothing.
  if (mode === 'all' && asked.length < questions.length) return place === 'match' ? () => EMPTY : undefined;
  if (asked.length === 0) return undefined;
  return mode === 'any' ? anyOf(asked) : allOf(asked);
}
