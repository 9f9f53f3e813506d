import type { JsonObject, JsonValue } from '../base/json.ts';

/** A Kubernetes object as the API server stores it: JSON with apiVersion, kind and metadata. */
export interface KubernetesObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface ObjectMeta extends JsonObject {
  readonly [key: string]: JsonValue;
}

export interface GroupVersionKind {
  /** `""` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Which object: enough to find it in one cluster. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for an object of cluster scope. */
  readonly namespace?: string;
  /** `metadata.name`; for an object with only `generateName`, that and a `*` (which no name may hold). */
  readonly name: string;
}
