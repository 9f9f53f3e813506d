import type { KubernetesObject } from './kubernetes-object.ts';

/** What a policy may look up beside the request: the inventory of one cluster, read-only. */
export interface Cluster {
  /** One object. `namespace` is `""` for cluster scope. Versions of one group count as the same object. */
  get(question: LookUpQuestion): LookUp;
  /** All objects of a kind, in one namespace or (`namespace` left out) in all, in the order of namespace and name. */
  list(
    question: Omit<LookUpQuestion, 'name' | 'namespace'> & { readonly namespace?: string },
  ): readonly KubernetesObject[];
}

export interface LookUpQuestion {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `absent` says that the repository does not hold it; whether the cluster does, nobody here knows. */
export type LookUp =
  | { readonly outcome: 'found'; readonly object: KubernetesObject }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'ambiguous'; readonly reason: string };
