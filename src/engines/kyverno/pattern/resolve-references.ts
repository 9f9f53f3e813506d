import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import { withoutAnchor } from './anchor.ts';
import { goFixed } from './go-format.ts';
import { operatorOf } from './leaf-operator.ts';

export type ResolvedPattern =
  | { readonly outcome: 'resolved'; readonly pattern: JsonValue }
  | { readonly outcome: 'error'; readonly message: string };

/** `$(path)`, not after a backslash. Constant patterns of ours, linear. */
const REFERENCE = /(^|[^\\])\$\(([^ ]+?)\)/g;
const ESCAPED = /\\(\$\([^ ]+?\))/g;

/**
 * Replaces `$(path)` in a pattern's texts with another leaf of the same pattern: by an absolute path, or by one that starts at the text
 * itself (`$(<=./../../limits/memory)`). An operator in front of the path stays in front of the value.
 * Semantics: kyverno/kyverno, pkg/engine/variables: `resolveReference`.
 */
export function resolveReferences(pattern: JsonValue): ResolvedPattern {
  if (!holdsReference(pattern)) return { outcome: 'resolved', pattern };
  try {
    return { outcome: 'resolved', pattern: resolveIn(pattern, [], leavesByPath(pattern)) };
  } catch (error) {
    if (error instanceof ReferenceProblem) return { outcome: 'error', message: error.message };
    throw error;
  }
}

class ReferenceProblem extends Error {}

function holdsReference(pattern: JsonValue): boolean {
  if (typeof pattern === 'string') return pattern.includes('$(');
  if (isArray(pattern)) return pattern.some(holdsReference);
  return isObject(pattern) && Object.values(pattern).some(holdsReference);
}

/** Every leaf by its path without anchors, such as `/spec/containers/0/image`. */
function leavesByPath(pattern: JsonValue): ReadonlyMap<string, JsonValue> {
  const leaves = new Map<string, JsonValue>();
  const visit = (value: JsonValue, path: string) => {
    if (isArray(value)) for (const [index, item] of value.entries()) visit(item, `${path}/${index}`);
    else if (isObject(value))
      for (const [key, child] of Object.entries(value)) visit(child, `${path}/${withoutAnchor(key)}`);
    else leaves.set(path, value);
  };
  visit(pattern, '');
  return leaves;
}

function resolveIn(value: JsonValue, path: readonly string[], leaves: ReadonlyMap<string, JsonValue>): JsonValue {
  if (isArray(value)) return value.map((item, index) => resolveIn(item, [...path, String(index)], leaves));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [key, resolveIn(child, [...path, key], leaves)]),
    );
  }
  if (typeof value !== 'string') return value;
  return value
    .replace(REFERENCE, (_, before: string, reference: string) => before + resolve(reference, path, leaves))
    .replace(ESCAPED, '$1');
}

function resolve(reference: string, path: readonly string[], leaves: ReadonlyMap<string, JsonValue>): string {
  const operator = operatorOf(reference);
  const prefix = 'operand' in operator && operator.kind !== '=' ? operator.kind : '';
  const target = join(reference.slice(prefix.length), path);
  const found = leaves.get(target);
  const place = `/${path.join('/')}`;
  if (found === undefined || found === null) {
    throw new ReferenceProblem(`got nil resolved variable $(${reference}) at path ${place}`);
  }
  if (typeof found === 'string') return prefix + found;
  if (prefix !== '' && typeof found === 'number') return prefix + goFixed(found);
  throw new ReferenceProblem(`NotResolvedReferenceError, reference $(${reference}) not resolved at path ${place}`);
}

function join(reference: string, path: readonly string[]): string {
  const steps = reference.startsWith('/') ? [] : [...path];
  for (const step of reference.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return `/${steps.join('/')}`;
}
