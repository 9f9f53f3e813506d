import type { GroupVersionKind, KubernetesObject } from '../model/kubernetes-object.ts';

/** `apps/v1` is group `apps`, version `v1`; `v1` is of the core group, whose name is `""`. */
export function parseApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function groupVersionKindOf({ apiVersion, kind }: KubernetesObject): GroupVersionKind {
  return { ...parseApiVersion(apiVersion), kind };
}
