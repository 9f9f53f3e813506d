import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import { applyJson6902 } from '../mutation/json-6902.ts';
import type { PatchResult } from '../mutation/patch-result.ts';
import { applyStrategicMergePatch } from '../mutation/strategic-merge.ts';
import { compileContextEntries } from '../variables/compile-context-entries.ts';
import { SubstitutionError } from '../variables/substitution-error.ts';
import { compileTemplate, expressionsOf, substitute, type Template } from '../variables/template.ts';
import { compileConditions } from './compile-conditions.ts';
import { compileLoops, isFilled, type LoopSurroundings } from './compile-loops.ts';
import type { Change, ChangingLoop, MutationTarget, Patch, RuleAction } from './rule-action.ts';

/** Compiles the `mutate` of a rule. */
export function compileMutation(rule: JsonObject, mutate: JsonObject, around: LoopSurroundings): RuleAction {
  const targets = isArray(mutate.targets) ? compileTargets(mutate.targets, around) : undefined;
  return { kind: 'mutate', change: compileChange(rule, mutate, around), ...(targets && { targets }) };
}

function compileChange(rule: JsonObject, mutate: JsonObject, around: LoopSurroundings): Change {
  if (isArray(mutate.foreach)) return compileForeach(mutate.foreach, around);
  const patch = compilePatch(mutate, ['mutate']);
  return {
    ...patch,
    template: withWholeRule(patch.template, { ...rule, mutate: { targets: mutate.targets ?? null } }),
  };
}

function compileTargets(targets: readonly JsonValue[], around: LoopSurroundings): readonly MutationTarget[] {
  return targets.filter(isObject).map(({ context, preconditions, ...selector }) => ({
    selector: compileTemplate(selector),
    entries: compileContextEntries(context, around.entries),
    preconditions: isFilled(preconditions) ? compileConditions(preconditions) : undefined,
  }));
}

/** Kyverno substitutes the whole rule before a patch outside a loop: what has no value anywhere in it is an error. */
function withWholeRule(patch: Template, rule: JsonObject): Template {
  const whole = compileTemplate(rule);
  if (whole.kind === 'constant') return patch;
  return {
    kind: 'variable',
    expressions: [...expressionsOf(patch), ...expressionsOf(whole)],
    evaluate(context) {
      whole.evaluate(context);
      return substitute(patch, context);
    },
  };
}

/**
 * A strategic merge puts new items before the others, so that its loops go from the last element to the first, where the policy does not say
 * otherwise.
 * Semantics: kyverno/kyverno pkg/engine/handlers/mutation/common.go, `mutateElements`.
 */
function compileForeach(foreach: readonly JsonValue[], around: LoopSurroundings): Change {
  const bodies = compileLoops(foreach, around, (loop, inside) => ({
    descending: isDescending(loop),
    change:
      isArray(loop.foreach) && loop.foreach.length > 0 ? compileForeach(loop.foreach, inside) : compilePatch(loop, []),
  }));
  const loops = bodies.map(
    ({ body, ...loop }): ChangingLoop => ({
      ...loop,
      body: body.change,
      descending: body.descending,
    }),
  );
  return { kind: 'foreach', loops };
}

function isDescending({ order, patchStrategicMerge }: JsonObject): boolean {
  if (order !== undefined) return order === 'Descending';
  return patchStrategicMerge !== undefined && patchStrategicMerge !== null;
}

/** @param place where in what Kyverno substitutes at once the patch stands: the rule, or one loop's patches */
function compilePatch({ patchStrategicMerge, patchesJson6902 }: JsonObject, place: Path): Patch {
  const isMerge = patchStrategicMerge !== undefined && patchStrategicMerge !== null;
  return {
    kind: 'patch',
    template: isMerge
      ? compileTemplate(patchStrategicMerge, [...place, 'patchStrategicMerge'])
      : compileTemplate(patchesJson6902 ?? null, [...place, 'patchesJson6902']),
    apply: isMerge ? applyStrategicMergePatch : applyJsonPatch,
  };
}

function applyJsonPatch(substituted: JsonValue, object: KubernetesObject): PatchResult {
  if (substituted === null || substituted === '') return { outcome: 'error', message: 'empty mutate rule' };
  if (typeof substituted !== 'string') throw new SubstitutionError('patchesJson6902 did not yield a text');
  return applyJson6902(substituted, object);
}
