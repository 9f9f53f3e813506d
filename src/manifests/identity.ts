import { parseApiVersion } from '../kubernetes/group-version-kind.ts';
import type { ObjectReference } from '../model/kubernetes-object.ts';

/** What two manifests of one object have in common: group, kind, namespace and name. The version is how it is written, not which it is. */
export function identityOf(reference: ObjectReference): string {
  return JSON.stringify([
    parseApiVersion(reference.apiVersion).group,
    reference.kind,
    reference.namespace ?? '',
    reference.name,
  ]);
}
