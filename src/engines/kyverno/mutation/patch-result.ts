import type { KubernetesObject } from '../../../model/kubernetes-object.ts';

/** What a patch of a mutating rule comes to on one object. */
export type PatchResult =
  | { readonly outcome: 'patched'; readonly object: KubernetesObject }
  /** It does not apply, or changes nothing. */
  | { readonly outcome: 'skip'; readonly reason: string }
  | { readonly outcome: 'error'; readonly message: string };
