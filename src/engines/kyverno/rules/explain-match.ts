import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { filtersOf } from '../match/compile-match.ts';
import { type MatchAnswer, no } from '../match/match-answer.ts';
import type { MatchSubject } from '../match/match-subject.ts';
import { compileResourceFilter } from '../match/resource-filter.ts';
import { branch, firstOf, leaf, type Step } from './explain-step.ts';
import { clipped } from './explain-value.ts';

/** What each filter of `match` or `exclude` says about a request; undefined where there is none. */
export function explainMatch(source: JsonObject, place: 'match' | 'exclude', subject: MatchSubject): Step | undefined {
  const { mode, filters } = filtersOf(source[place]);
  const steps = filters.map((filter) => explainFilter(filter, place, subject));
  const [only] = steps;
  if (!only) return undefined;
  if (steps.length === 1) return { ...only, text: `${place} ${only.text}` };
  const text = `${place}: ${mode} of ${steps.length}`;
  if (mode === 'any') {
    const deciding = firstOf(steps, 'yes', 'open');
    return branch(text, deciding?.outcome ?? 'no', steps, deciding);
  }
  const deciding = firstOf(steps, 'no', 'open');
  return branch(text, deciding?.outcome ?? 'yes', steps, deciding);
}

function explainFilter(filter: JsonObject, place: 'match' | 'exclude', subject: MatchSubject): Step {
  const answer = compileResourceFilter(filter, place)?.(subject) ?? EMPTY;
  const text = describeFilter(filter);
  return leaf(answer.outcome === 'yes' ? text : `${text}: ${describeAnswer(answer)}`, outcomeOf(answer));
}

const EMPTY = no('the filter is empty');

export function describeAnswer(answer: MatchAnswer): string {
  switch (answer.outcome) {
    case 'yes':
      return 'matches';
    case 'no':
      return answer.reason;
    case 'unknown':
      return `may match: it needs ${answer.needs}`;
  }
}

export function outcomeOf({ outcome }: MatchAnswer): Step['outcome'] {
  return outcome === 'unknown' ? 'open' : outcome;
}

/** `kinds Pod, Service; operations CREATE`. */
function describeFilter({ resources, ...users }: JsonObject): string {
  const parts = [...Object.entries(isObject(resources) ? resources : {}), ...Object.entries(users)];
  return parts.map(([name, value]) => `${name} ${describePart(value)}`).join('; ') || '(empty)';
}

function describePart(value: JsonValue): string {
  if (!isArray(value) || !value.every((item) => typeof item === 'string')) return clipped(value);
  const shown = value.slice(0, MAX_NAMES).join(', ');
  return value.length > MAX_NAMES ? `${shown}, … (${value.length})` : shown;
}

const MAX_NAMES = 8;
