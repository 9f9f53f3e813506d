import { isObject, type JsonValue } from '../base/json.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';

/** Shorter values would be found everywhere, and say nothing. */
const SHORTEST_SECRET = 4;

/** A message without the data of a Secret that may have found its way into it, encoded or not. */
export function redactSecrets(message: string, object: KubernetesObject): string {
  if (object.kind !== 'Secret') return message;
  let redacted = message;
  for (const value of secretValues(object)) redacted = redacted.replaceAll(value, '[redacted]');
  return redacted;
}

function secretValues(object: KubernetesObject): readonly string[] {
  const values: string[] = [];
  const add = (value: JsonValue | undefined) => {
    const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
    if (text.length < SHORTEST_SECRET) return;
    values.push(text);
    // Parts of a decoded value could be told line by line.
    for (const line of text.split('\n')) if (line.trim().length >= SHORTEST_SECRET) values.push(line.trim());
  };
  for (const value of isObject(object.stringData) ? Object.values(object.stringData) : []) add(value);
  for (const value of isObject(object.data) ? Object.values(object.data) : []) {
    add(value);
    if (typeof value === 'string') add(decodeBase64(value));
  }
  // The longest first, so that no piece of one is left over.
  return values.toSorted((left, right) => right.length - left.length);
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
