import type { ObjectReference } from '../model/kubernetes-object.ts';

/** An object for people: `Deployment shop/web`. A manifest may say whatever it likes, and Kubernetes knows no longer names. */
export function nameOfObject({ kind, namespace, name }: ObjectReference): string {
  return `${clip(kind)} ${namespace === undefined ? '' : `${clip(namespace)}/`}${clip(name)}`;
}

const LONGEST_NAME = 253;

function clip(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME).toWellFormed()}…` : name;
}
