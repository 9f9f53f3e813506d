import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Expressions } from '../variables/expressions.ts';
import { type ContextData, JsonContext } from '../variables/json-context.ts';
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
  const isDelete = view.request.operation === 'DELETE';
  // Most rules have no variables: they never need the data.
  const open = () => withValues(view.data, parts, rule, view);
  return new JsonContext(open, rule.entries, parts.expressions, view.context, isDelete);
}

function withValues(data: ContextData, parts: PolicyParts, rule: CompiledRule, view: RequestView): ContextData {
  const { values } = view.context;
  if (!values.variables) return data;
  const name = nameOf(view.request.object ?? view.request.oldObject);
  const policy = values.variables({ policy: parts.name, name });
  // A suite that rewrites the object has done so in the request already; and an old object is judged as created, whatever was asked.
  const isTaken = (key: string) => REWRITES_OBJECT.test(key) || (view.isOfOldObject && key === 'request.operation');
  const own = values.variables({ policy: parts.name, rule: rule.authoredName, name });
  const general = withSuppliedValues(
    data,
    select(policy, (key) => !isTaken(key)),
  );
  return withSuppliedValues(
    general,
    select(own, (key) => own[key] !== policy[key]),
  );
}

const REWRITES_OBJECT = /^request\.(?:object|oldObject)(?:\.|$)/;

function select<Value>(values: { readonly [key: string]: Value }, keeps: (key: string) => boolean) {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keeps(key)));
}

function nameOf(object: KubernetesObject | null): string {
  const name = object?.metadata.name;
  return typeof name === 'string' ? name : '';
}
