import { deepEqual } from '../../../base/deep-equal.ts';
import type { JsonValue } from '../../../base/json.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { PatchResult } from '../mutation/patch-result.ts';
import { failureMessage, isLimit } from '../variables/failure-message.ts';
import type { ContextData, JsonContext } from '../variables/json-context.ts';
import { substitute } from '../variables/template.ts';
import { evaluateList, openElement } from './open-element.ts';
import type { Change, ChangingLoop, Patch } from './rule-action.ts';

type Supply = (data: ContextData) => ContextData;

/** What a mutating rule makes of an object. Throws what variables throw. */
export function applyChange(
  change: Change,
  object: KubernetesObject,
  context: JsonContext,
  supply: Supply,
): PatchResult {
  return change.kind === 'patch'
    ? applyPatch(change, object, context)
    : applyLoops(change.loops, object, { context, supply, nesting: 0 });
}

export function applyPatch(patch: Patch, object: KubernetesObject, context: JsonContext): PatchResult {
  const result = patch.apply(substitute(patch.template, context), object);
  return result.outcome === 'error'
    ? { outcome: 'error', message: `failed to patch resource: ${result.message}` }
    : result;
}

/** Where loops are: their context is told what each of them has made of the object. */
interface Surroundings {
  readonly context: JsonContext;
  readonly supply: Supply;
  readonly nesting: number;
}

/** Semantics: kyverno/kyverno pkg/engine/handlers/mutation/common.go, `mutateForEach`. */
function applyLoops(loops: readonly ChangingLoop[], object: KubernetesObject, surroundings: Surroundings): PatchResult {
  let mutated = object;
  let applied = 0;
  for (const loop of loops) {
    const result = applyLoop(loop, mutated, surroundings);
    if (result.outcome === 'error') return { ...result, message: `failed to mutate elements: ${result.message}` };
    if (result.outcome === 'skip') continue;
    applied += 1;
    mutated = result.object;
    surroundings.context.setObject(mutated);
  }
  return applied > 0 ? { outcome: 'patched', object: mutated } : { outcome: 'skip', reason: '0 elements processed' };
}

/** Semantics: `mutateElements` of the same file. Each element's patch is applied to what the patches before it left. */
function applyLoop(loop: ChangingLoop, object: KubernetesObject, surroundings: Surroundings): PatchResult {
  const { context, supply, nesting } = surroundings;
  let mutated = object;
  for (const [index, value] of elementsInOrder(loop, context)) {
    const inner = openElement(context, loop, { value, index, nesting }, supply);
    const met = breaking(`failed to evaluate mutate.foreach[${index}].preconditions`, () =>
      loop.preconditions ? loop.preconditions.evaluate(inner).holds : true,
    );
    if (typeof met !== 'boolean') return met;
    if (!met) continue;
    const result = breaking('variable substitution failed', () =>
      loop.body.kind === 'foreach'
        ? applyLoops(loop.body.loops, mutated, { context: inner, supply, nesting: nesting + 1 })
        : applyPatch(loop.body, mutated, inner),
    );
    if (result.outcome === 'error') return result;
    if (result.outcome === 'patched') mutated = result.object;
  }
  if (deepEqual(mutated, object)) return { outcome: 'skip', reason: 'no patches applied' };
  return { outcome: 'patched', object: mutated };
}

/** The elements of a loop that it looks at, each with its index, in the order in which it does. */
export function elementsInOrder(loop: ChangingLoop, context: JsonContext): readonly (readonly [number, JsonValue])[] {
  const elements = [...evaluateList(loop, context).entries()].filter(([, value]) => value !== null);
  return loop.descending ? elements.reverse() : elements;
}

/** What is asked for, or the error that Kyverno makes of it; a limit of ours, and what only a cluster knows, is for the rule to say. */
function breaking<Result>(step: string, ask: () => Result): Result | (PatchResult & { readonly outcome: 'error' }) {
  try {
    return ask();
  } catch (thrown) {
    const message = failureMessage(thrown);
    if (message === undefined || isLimit(thrown)) throw thrown;
    return { outcome: 'error', message: `${step}: ${message}` };
  }
}
