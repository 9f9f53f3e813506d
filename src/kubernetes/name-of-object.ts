import type { ObjectReference } from '../model/kubernetes-object.ts';

/** An object for people: `Deployment shop/web`. */
export function nameOfObject({ kind, namespace, name }: ObjectReference): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
