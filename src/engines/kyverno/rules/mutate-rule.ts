import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { listItemKey } from '../../../kubernetes/list-item-key.ts';
import type { JsonPatch } from '../../../model/json-patch.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Mutation, Verdict } from '../../../model/verdict.ts';
import { diffValues } from '../../../patch/diff.ts';
import { applyChange } from './apply-change.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { errorVerdict, evaluateRule, type PolicyRun, unknown } from './evaluate-rule.ts';
import { withValuesOfRule } from './open-json-context.ts';
import type { RequestView } from './request-view.ts';

export interface RuleMutation {
  readonly verdict: Verdict;
  /** Where the rule changed something. */
  readonly mutation?: Mutation;
  readonly object?: KubernetesObject;
}

/** What a mutating rule makes of a request's object; undefined where it is not about the request. */
export function mutateRule(run: PolicyRun, rule: CompiledRule, view: RequestView): RuleMutation | undefined {
  const { object } = view.request;
  if (object === null) return undefined;
  let mutated: KubernetesObject | undefined;
  const verdict = evaluateRule(run, rule, view, (scope) => {
    const { action } = rule;
    if (action.kind === 'unsupported') return unknown(rule, action.needs, scope.subject);
    if (action.kind !== 'mutate') return undefined;
    const result = applyChange(action.change, object, scope.context, withValuesOfRule(run, rule, view));
    switch (result.outcome) {
      case 'patched':
        mutated = result.object;
        return { outcome: 'pass', rule: rule.name };
      case 'skip':
        return { outcome: 'skip', rule: rule.name, reason: result.reason };
      case 'error':
        return errorVerdict(run, rule, result.message, scope.subject);
    }
  });
  if (!verdict) return undefined;
  // Where nobody knows whether the rule is about the request, nobody knows whether it changes the object.
  if (!mutated || verdict.outcome !== 'pass') return { verdict };
  return {
    verdict,
    object: mutated,
    mutation: { rule: rule.name, patch: patchBetween(object, mutated) },
  };
}

export function patchBetween(before: KubernetesObject, after: KubernetesObject): JsonPatch {
  return diffValues(before, after, { keyOf: itemKey });
}

/** Kubernetes' lists are known by their items' keys; a list of scalars has its order. */
function itemKey(_list: Path, item: JsonValue): string | undefined {
  return isObject(item) && !isArray(item) ? listItemKey(item) : undefined;
}
