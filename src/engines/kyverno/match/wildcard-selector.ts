import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { hasWildcard, matchesWildcard } from '../../../base/wildcard.ts';
import { compileLabelSelector, type Labels } from '../../../kubernetes/label-selector.ts';

/**
 * Compiles a label selector in which keys and values of `matchLabels` may hold wildcards: one label has to fit both. Where none fits,
 * Kyverno asks for the key and value with a `0` for every wildcard, and so do we.
 * Semantics: kyverno/kyverno pkg/utils/match/labels.go `CheckSelector`, pkg/engine/wildcards `ReplaceInSelector`.
 */
export function compileWildcardSelector(selector: JsonValue | undefined): (labels: Labels) => boolean {
  if (!isObject(selector)) return () => false;
  const { matchLabels } = selector;
  const wild = Object.entries(isObject(matchLabels) ? matchLabels : {}).filter(
    ([key, value]) => hasWildcard(key) || (typeof value === 'string' && hasWildcard(value)),
  );
  if (wild.length === 0) return compileLabelSelector(selector);
  const rest = compileLabelSelector(withoutLabels(selector, new Set(wild.map(([key]) => key))));
  return (labels) =>
    rest(labels) && wild.every(([key, value]) => typeof value === 'string' && hasLabel(labels, key, value));
}

/** The keys that a selector asks about. */
export function keysOfSelector(selector: JsonObject): readonly string[] {
  const labels = isObject(selector.matchLabels) ? Object.keys(selector.matchLabels) : [];
  const expressions = isArray(selector.matchExpressions) ? selector.matchExpressions : [];
  return [...labels, ...expressions.map((expression) => (isObject(expression) ? String(expression.key) : ''))];
}

/** The part of a selector that asks about some keys only. */
export function partOfSelector(selector: JsonObject, keeps: (key: string) => boolean): JsonObject {
  const labels = isObject(selector.matchLabels) ? selector.matchLabels : {};
  const expressions = isArray(selector.matchExpressions) ? selector.matchExpressions : [];
  return {
    matchLabels: Object.fromEntries(Object.entries(labels).filter(([key]) => keeps(key))),
    matchExpressions: expressions.filter((expression) => isObject(expression) && keeps(String(expression.key))),
  };
}

function withoutLabels(selector: JsonObject, keys: ReadonlySet<string>): JsonObject {
  const labels = isObject(selector.matchLabels) ? selector.matchLabels : {};
  return { ...selector, matchLabels: Object.fromEntries(Object.entries(labels).filter(([key]) => !keys.has(key))) };
}

function hasLabel(labels: Labels, key: string, value: string): boolean {
  for (const [name, text] of Object.entries(labels)) {
    if (matchesWildcard(key, name) && matchesWildcard(value, text)) return true;
  }
  const literalKey = withoutWildcards(key);
  return Object.hasOwn(labels, literalKey) && labels[literalKey] === withoutWildcards(value);
}

function withoutWildcards(text: string): string {
  return text.replace(/[*?]/g, '0');
}
