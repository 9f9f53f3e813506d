import type { ObjectReference } from '../model/kubernetes-object.ts';

/** What two manifests of one object have in common: group, kind, namespace and name. The version is how it is written, not which it is. */
export function identityOf(reference: ObjectReference): string {
  return JSON.stringify([groupOf(reference.apiVersion), reference.kind, reference.namespace ?? '', reference.name]);
}

/** `apps/v1` is of the group `apps`, `v1` of the core group `""`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
