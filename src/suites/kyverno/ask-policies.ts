import { splitDottedName } from '../../base/dotted-name.ts';
import { isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import { guessResource, resourceOf } from '../../kubernetes/api-knowledge.ts';
import type { AdmissionRequest, Operation } from '../../model/admission-request.ts';
import type { Context, Policy } from '../../model/engine.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Verdict } from '../../model/verdict.ts';
import { nameOf, type SuitePolicy } from './load-policies.ts';
import { PHASES } from './policy-kinds.ts';
import type { Response, RuleResponse } from './response.ts';
import type { ApiResourceName, ValuesSpec } from './suite.ts';
import type { SuiteValues } from './suite-values.ts';

/** What is asked about every object of a suite. */
export interface Questions {
  readonly policies: readonly SuitePolicy[];
  readonly context: Context;
  readonly values: SuiteValues;
  readonly subresources: NonNullable<ValuesSpec['subresources']>;
}

/**
 * Asks the policies about one object, in the CLI's order (section 1.5 of the map of the format): Kyverno's own kinds mutate one after the
 * other and then validate what came out, then come the kinds in CEL.
 * @param operation that of a row; else the suite's values decide, and else it is CREATE
 */
export function askPolicies(
  resource: KubernetesObject,
  { policies, context, values, subresources }: Questions,
  operation?: Operation,
): readonly Response[] {
  const responses: Response[] = [];
  let object = resource;
  for (const phase of PHASES) {
    const asked = policies.filter(({ kind }) => kind.phase === phase);
    // Those that are asked alone see the object as it was written.
    const start = phase === 'alone' ? resource : object;
    let current = start;
    for (const each of asked) {
      if ('gap' in each) {
        responses.push(gapResponse(each, current, each.gap));
        continue;
      }
      if (!each.policy.mutate) continue;
      const request = buildRequest(current, each.name, values, subresources, operation);
      const response = askMutate(each, each.policy, request, current, context);
      responses.push(response);
      current = response.object;
    }
    for (const each of asked) {
      if ('gap' in each || !each.policy.validate) continue;
      const request = buildRequest(current, each.name, values, subresources, operation);
      responses.push(...askValidate(each, each.policy, request, current, context));
    }
    for (const each of asked) {
      if ('gap' in each || !each.policy.generate) continue;
      const request = buildRequest(current, each.name, values, subresources, operation);
      responses.push(...askGenerate(each, each.policy, request, current, context));
    }
    if (phase !== 'alone') object = current;
  }
  return responses;
}

function askMutate(
  suitePolicy: SuitePolicy,
  policy: Policy,
  request: AdmissionRequest,
  object: KubernetesObject,
  context: Context,
): Response {
  try {
    const result = policy.mutate?.(request, context);
    const rules = (result?.verdicts ?? []).map((verdict) => ruleResponse(verdict, suitePolicy));
    return { ...head(suitePolicy), part: 'mutate', rules, object: result?.object ?? object };
  } catch (cause) {
    return gapResponse(suitePolicy, object, crashReason(cause));
  }
}

function askValidate(
  suitePolicy: SuitePolicy,
  policy: Policy,
  request: AdmissionRequest,
  object: KubernetesObject,
  context: Context,
): readonly Response[] {
  try {
    const rules = (policy.validate?.(request, context) ?? []).map((verdict) => ruleResponse(verdict, suitePolicy));
    if (rules.length === 0 && !suitePolicy.kind.keepsEmpty) return [];
    return [{ ...head(suitePolicy), part: 'validate', rules, object }];
  } catch (cause) {
    return [gapResponse(suitePolicy, object, crashReason(cause))];
  }
}

function askGenerate(
  suitePolicy: SuitePolicy,
  policy: Policy,
  request: AdmissionRequest,
  object: KubernetesObject,
  context: Context,
): readonly Response[] {
  try {
    const generated = policy.generate?.(request, context) ?? [];
    const byRule = Map.groupBy(generated, ({ rule }) => rule);
    const rules = [...byRule].map(
      ([rule, made]): RuleResponse => ({
        rule,
        status: 'pass',
        message: '',
        generated: made.map(({ object: each }) => each).filter(isKubernetesObject),
      }),
    );
    return rules.length === 0 ? [] : [{ ...head(suitePolicy), part: 'generate', rules, object }];
  } catch (cause) {
    return [gapResponse(suitePolicy, object, crashReason(cause))];
  }
}

function head({ name, kind }: SuitePolicy): Pick<Response, 'policy' | 'namedRules'> {
  return { policy: name, namedRules: kind.namedRules };
}

function gapResponse(suitePolicy: SuitePolicy, object: KubernetesObject, gap: string): Response {
  return { ...head(suitePolicy), part: 'validate', rules: [], object, gap };
}

function crashReason(cause: unknown): string {
  return `crash: ${cause instanceof Error ? cause.message : String(cause)}`;
}

function ruleResponse(verdict: Verdict, { object }: SuitePolicy): RuleResponse {
  const { outcome, rule } = verdict;
  const unscored = outcome === 'fail' && annotationOf(object, 'policies.kyverno.io/scored') === 'false';
  return { rule, status: unscored ? 'warn' : outcome, message: messageOf(verdict), generated: [] };
}

function messageOf(verdict: Verdict): string {
  switch (verdict.outcome) {
    case 'pass':
      return '';
    case 'skip':
      return verdict.reason;
    case 'fail':
      return verdict.message;
    case 'error':
      return verdict.error.message;
    case 'unknown':
      return `needs: ${verdict.needs}`;
  }
}

function annotationOf({ metadata }: KubernetesObject, key: string): JsonValue | undefined {
  const annotations = metadata.annotations;
  return isObject(annotations) ? annotations[key] : undefined;
}

/**
 * The request that the CLI makes of an object. A suite's values may choose the operation and rewrite the object itself
 * (`request.operation`, `request.object.…`). On UPDATE nothing changes, on DELETE the object is what is deleted; CONNECT is a CREATE
 * that only the variables call otherwise.
 */
function buildRequest(
  resource: KubernetesObject,
  policy: string,
  values: SuiteValues,
  subresources: Questions['subresources'],
  givenOperation: Operation | undefined,
): AdmissionRequest {
  const variables = values.variables({ policy, name: nameOf(resource) });
  const operation = givenOperation ?? operationOf(variables['request.operation']);
  const object = rewritten(resource, variables, operation === 'DELETE' ? 'oldObject' : 'object');
  const { namespace } = object.metadata;
  return {
    ...kindOfRequest(object, subresources),
    operation,
    namespace: typeof namespace === 'string' ? namespace : '',
    name: nameOf(object),
    object: operation === 'DELETE' ? null : object,
    oldObject:
      operation === 'CREATE' ? null : operation === 'UPDATE' ? rewritten(resource, variables, 'oldObject') : object,
    ...(values.userInfo === undefined ? {} : { userInfo: values.userInfo }),
  };
}

function operationOf(given: JsonValue | undefined): Operation {
  return given === 'UPDATE' || given === 'DELETE' ? given : 'CREATE';
}

/** An object with the values that name parts of it put in, as Kyverno reads it back from its context. */
function rewritten(resource: KubernetesObject, variables: JsonObject, of: 'object' | 'oldObject'): KubernetesObject {
  let object: JsonValue = resource;
  for (const [name, value] of Object.entries(variables)) {
    if (!name.startsWith(`request.${of}`)) continue;
    const [, field, ...path] = splitDottedName(name) ?? [];
    if (field === of) object = withValue(object, path, value);
  }
  return isKubernetesObject(object) ? object : resource;
}

function withValue(target: JsonValue | undefined, path: readonly string[], value: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return merged(target, value);
  const parent = isObject(target) ? target : {};
  return { ...parent, [key]: withValue(parent[key], rest, value) };
}

/** JSON merge patch without removal: maps are merged, anything else is replaced. */
function merged(target: JsonValue | undefined, value: JsonValue): JsonValue {
  if (!isObject(target) || !isObject(value)) return value;
  const result: { [key: string]: JsonValue } = { ...target };
  for (const [key, each] of Object.entries(value)) result[key] = merged(target[key], each);
  return result;
}

function kindOfRequest(
  object: KubernetesObject,
  subresources: Questions['subresources'],
): Pick<AdmissionRequest, 'kind' | 'resource' | 'subResource'> {
  const own = groupVersionKind(object);
  // `kind: Scale` in a file stands for a part of another object, where the suite's values say so.
  const entry = subresources.find(({ subresource }) => subresource && sameKind(subresource, own));
  const parent = entry?.parentResource;
  const kind = parent ? { group: parent.group ?? '', version: parent.version ?? '', kind: parent.kind ?? '' } : own;
  const resource = resourceOf(kind.group, kind.version, kind.kind)?.resource ?? guessResource(kind.kind);
  return {
    kind,
    resource: { group: kind.group, version: kind.version, resource },
    subResource: parent ? (entry?.subresource?.name?.split('/')[1] ?? '') : '',
  };
}

function sameKind(name: ApiResourceName, kind: AdmissionRequest['kind']): boolean {
  return (name.group ?? '') === kind.group && (name.version ?? '') === kind.version && name.kind === kind.kind;
}

function groupVersionKind({ apiVersion, kind }: KubernetesObject): AdmissionRequest['kind'] {
  const slash = apiVersion.indexOf('/');
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}

function isKubernetesObject(value: JsonValue): value is KubernetesObject {
  return (
    isObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isObject(value.metadata)
  );
}
