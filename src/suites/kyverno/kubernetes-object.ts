import { isObject, type JsonValue } from '../../base/json.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';

export function isKubernetesObject(value: JsonValue): value is KubernetesObject {
  return (
    isObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isObject(value.metadata)
  );
}

export function nameOf({ metadata }: KubernetesObject): string {
  return typeof metadata.name === 'string' ? metadata.name : '';
}

/** `""` for an object without one. */
export function namespaceOf({ metadata }: KubernetesObject): string {
  return typeof metadata.namespace === 'string' ? metadata.namespace : '';
}

/** For people: `Deployment shop/web`. */
export function describeObject(object: KubernetesObject): string {
  const namespace = namespaceOf(object);
  return `${object.kind} ${namespace === '' ? '' : `${namespace}/`}${nameOf(object)}`;
}
