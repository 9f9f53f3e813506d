import { splitDottedName } from '../../base/dotted-name.ts';
import { isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import { guessResource, resourceOf } from '../../kubernetes/api-knowledge.ts';
import { groupVersionKindOf } from '../../kubernetes/group-version-kind.ts';
import type { AdmissionRequest, Operation } from '../../model/admission-request.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { isKubernetesObject, nameOf, namespaceOf } from './kubernetes-object.ts';
import type { ApiResourceName, ValuesSpec } from './suite.ts';
import type { SuiteValues } from './suite-values.ts';

/** Which objects of a suite stand for parts of others. */
export type Subresources = NonNullable<ValuesSpec['subresources']>;

/**
 * The requests that the CLI makes of objects. A suite's values may choose the operation and rewrite the object itself
 * (`request.operation`, `request.object.…`). On UPDATE nothing changes, on DELETE the object is what is deleted; CONNECT is a CREATE
 * that only the variables call otherwise.
 */
export class SuiteRequests {
  readonly #values: SuiteValues;
  readonly #subresources: Subresources;
  /** Most policies have no values of their own, and are all asked the same. */
  #last:
    | { readonly of: KubernetesObject; readonly variables: JsonObject; readonly request: AdmissionRequest }
    | undefined;

  constructor(values: SuiteValues, subresources: Subresources) {
    this.#values = values;
    this.#subresources = subresources;
  }

  build(resource: KubernetesObject, policy: string): AdmissionRequest {
    const variables = this.#values.variables({ policy, name: nameOf(resource) });
    const last = this.#last;
    if (last?.of === resource && last.variables === variables) return last.request;
    const request = this.#build(resource, variables, operationOf(variables['request.operation']));
    this.#last = { of: resource, variables, request };
    return request;
  }

  #build(resource: KubernetesObject, variables: JsonObject, operation: Operation): AdmissionRequest {
    const object = rewritten(resource, variables, operation === 'DELETE' ? 'oldObject' : 'object');
    const before = operation === 'UPDATE' ? rewritten(resource, variables, 'oldObject') : object;
    const { userInfo } = this.#values;
    return {
      ...kindOfRequest(object, this.#subresources),
      operation,
      namespace: namespaceOf(object),
      name: nameOf(object),
      object: operation === 'DELETE' ? null : object,
      oldObject: operation === 'CREATE' ? null : before,
      ...(userInfo === undefined ? {} : { userInfo }),
    };
  }
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
  subresources: Subresources,
): Pick<AdmissionRequest, 'kind' | 'resource' | 'subResource'> {
  const own = groupVersionKindOf(object);
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
