import type { AdmissionRequest, Operation, UserInfo } from '../../../model/admission-request.ts';
import type { Context } from '../../../model/engine.ts';
import type { GroupVersionKind, KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { Profile } from '../../../model/target.ts';
import { type NamespaceLabels, namespaceLabels } from './namespace-labels.ts';

/** What match and exclude ask about. */
export interface MatchSubject {
  readonly profile: Profile;
  readonly kind: GroupVersionKind;
  readonly subResource: string;
  readonly operation: Operation;
  readonly object: KubernetesObject;
  /** Of the object; `""` where it has none. */
  readonly namespace: string;
  /** Undefined where nobody knows who asks. */
  readonly userInfo: UserInfo | undefined;
  readonly namespaceLabels: NamespaceLabels;
}

/**
 * The subject of a request, about its object or, where that is gone, about the old one.
 * Undefined for a request without any object: no rule is about it.
 */
export function matchSubject(request: AdmissionRequest, context: Context): MatchSubject | undefined {
  const object = request.object ?? request.oldObject;
  if (object === null) return undefined;
  const { namespace } = object.metadata;
  const ownNamespace = typeof namespace === 'string' ? namespace : '';
  let labels: NamespaceLabels | undefined;
  return {
    profile: context.target.profile,
    kind: request.kind,
    subResource: request.subResource,
    operation: request.operation,
    object,
    namespace: ownNamespace,
    userInfo: request.userInfo ?? context.values.userInfo,
    get namespaceLabels() {
      labels ??= namespaceLabels(ownNamespace, context);
      return labels;
    },
  };
}

/** The object's name; before it has one, what the name will start with. */
export function nameOf({ object }: MatchSubject): string {
  const { name, generateName } = object.metadata;
  if (typeof name === 'string' && name !== '') return name;
  return typeof generateName === 'string' ? generateName : '';
}
