import type { JsonValue } from '../base/json.ts';
import type { GroupVersionKind, KubernetesObject } from './kubernetes-object.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** A change as the API server would put it to an admission controller (admission.k8s.io/v1 AdmissionRequest). */
export interface AdmissionRequest {
  readonly operation: Operation;
  readonly kind: GroupVersionKind;
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
  readonly subResource: string;
  /** `""` for an object of cluster scope. */
  readonly namespace: string;
  readonly name: string;
  /** null on DELETE. */
  readonly object: KubernetesObject | null;
  /** null on CREATE. */
  readonly oldObject: KubernetesObject | null;
  /** Who asks; absent where nobody told us. */
  readonly userInfo?: UserInfo;
}

export type UserInfo = {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: { readonly [key: string]: JsonValue };
  /** Kyverno's additions: the roles (`namespace:name`) and cluster roles bound to the user. */
  readonly roles?: readonly string[];
  readonly clusterRoles?: readonly string[];
};
