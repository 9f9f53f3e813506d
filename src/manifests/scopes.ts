import { isObject } from '../base/json.ts';
import { type ApiResource, guessResource, resourceOf } from '../kubernetes/api-knowledge.ts';
import { parseApiVersion } from '../kubernetes/group-version-kind.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';

/** Which kinds live in namespaces: what Kubernetes serves itself, and the CustomResourceDefinitions found in the repository. */
export interface Scopes {
  /** Undefined for a kind that nobody knows. */
  find(apiVersion: string, kind: string): ApiResource | undefined;
  /** The name of the resource; guessed as Kubernetes guesses where the kind is unknown. */
  resourceName(apiVersion: string, kind: string): string;
}

/** Takes objects of any kind and learns from those that define others (apiextensions.k8s.io CustomResourceDefinition, `spec.names`, `spec.scope`). */
export function learnScopes(objects: Iterable<KubernetesObject>): Scopes {
  const custom = new Map<string, ApiResource>();
  for (const object of objects) {
    if (object.kind !== 'CustomResourceDefinition' || !isObject(object.spec)) continue;
    const { group, names, scope } = object.spec;
    if (typeof group !== 'string' || !isObject(names) || typeof names.kind !== 'string') continue;
    const resource = typeof names.plural === 'string' ? names.plural : guessResource(names.kind);
    custom.set(`${group}/${names.kind}`, { resource, namespaced: scope !== 'Cluster' });
  }
  const find = (apiVersion: string, kind: string) => {
    const { group, version } = parseApiVersion(apiVersion);
    return resourceOf(group, version, kind) ?? custom.get(`${group}/${kind}`);
  };
  return { find, resourceName: (apiVersion, kind) => find(apiVersion, kind)?.resource ?? guessResource(kind) };
}

/** Whether a text could define a kind, so that the others need not be parsed. */
export function mayDefineKinds(text: string): boolean {
  return text.includes('CustomResourceDefinition');
}
