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
  const general = withSuppliedValues(
    data,
    select(policy, (key) => !isTaken(key)),
  );
  return withSuppliedValues(general, valuesOfRule(parts, rule, view));
}

/** What a suite supplies for one rule: Kyverno's CLI puts it in whenever it loads a context, also that of an element. */
export function withValuesOfRule(parts: PolicyParts, rule: CompiledRule, view: RequestView) {
  if (!view.context.values.variables) return (data: ContextData) => data;
  const values = valuesOfRule(parts, rule, view);
  return (data: ContextData) => withSuppliedValues(data, values);
}

function valuesOfRule({ name: policy }: PolicyParts, rule: CompiledRule, { request, context }: RequestView) {
  const name = nameOf(request.object ?? request.oldObject);
  const general = context.values.variables?.({ policy, name }) ?? {};
  const own = context.values.variables?.({ policy, rule: rule.authoredName, name }) ?? {};
  return select(own, (key) => own[key] !== general[key]);
}

const REWRITES_OBJECT = /^request\.(?:object|oldObject)(?:\.|$)/;

function select<Value>(values: { readonly [key: string]: Value }, keeps: (key: string) => boolean) {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keeps(key)));
}

function nameOf(object: KubernetesObject | null): string {
  const name = object?.metadata.name;
  return typeof name === 'string' ? name : '';
}
