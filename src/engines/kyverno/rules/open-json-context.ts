import type { JsonValue } from '../../../base/json.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Expressions } from '../variables/expressions.ts';
import { JsonContext } from '../variables/json-context.ts';
import { withSuppliedValues } from '../variables/supplied-values.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { RequestView } from './request-view.ts';

/** What all rules of a policy share. */
export interface PolicyParts {
  /** The policy's own name. */
  readonly name: string;
  readonly expressions: Expressions;
}

/** A context in which the expressions of a rule are evaluated, with the values that a suite supplies for it. */
export function openJsonContext(parts: PolicyParts, rule: CompiledRule, view: RequestView): JsonContext {
  const { values } = view.context;
  const isDelete = view.request.operation === 'DELETE';
  let data = view.data;
  if (values.variables) {
    const name = nameOf(view.request.object ?? view.request.oldObject);
    const policy = values.variables({ policy: parts.name, name });
    data = withSuppliedValues(
      data,
      select(policy, (key) => !isInRequest(key, policy[key])),
    );
    const own = values.variables({ policy: parts.name, rule: rule.authoredName, name });
    data = withSuppliedValues(
      data,
      select(own, (key) => own[key] !== policy[key]),
    );
  }
  return new JsonContext(data, rule.entries, parts.expressions, view.context, isDelete);
}

/**
 * What a suite says of the object and of the operation is in the request already. Said once more it would be true of the old object
 * too, which is judged as if it were created. CONNECT alone is not: the CLI evaluates a CREATE that calls itself so.
 */
function isInRequest(key: string, value: JsonValue | undefined): boolean {
  return REWRITES_OBJECT.test(key) || (key === 'request.operation' && value !== 'CONNECT');
}

const REWRITES_OBJECT = /^request\.(?:object|oldObject)(?:\.|$)/;

function select<Value>(values: { readonly [key: string]: Value }, keeps: (key: string) => boolean) {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keeps(key)));
}

function nameOf(object: KubernetesObject | null): string {
  const name = object?.metadata.name;
  return typeof name === 'string' ? name : '';
}
