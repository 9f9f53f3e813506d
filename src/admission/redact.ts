import { findTokens } from '../base/find-tokens.ts';
import { replaceRanges } from '../base/text-range.ts';
import { type SecretValue, secretValues } from '../manifests/secret-values.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';

/** Shorter values would be found everywhere, and say nothing. */
const SHORTEST_SECRET = 4;
const REDACTED = '[redacted]';

/**
 * A message without the credentials of some objects that may have found their way into it, encoded or not, and without anything else that
 * has the form of one.
 */
export function redactSecrets(message: string, ...objects: readonly KubernetesObject[]): string {
  // The longest first, so that no piece of one is left over.
  const texts = objects.flatMap(secretTexts).toSorted((left, right) => right.length - left.length);
  let redacted = message;
  for (const text of texts) redacted = redacted.replaceAll(text, REDACTED);
  return replaceRanges(redacted, findTokens(redacted), () => REDACTED);
}

const known = new WeakMap<KubernetesObject, readonly string[]>();

function secretTexts(object: KubernetesObject): readonly string[] {
  let texts = known.get(object);
  if (!texts) {
    const all = secretValues(object)
      .flatMap((value) => [value.text, ...decoded(object, value)])
      // Parts of a value could be told line by line.
      .flatMap((text) => [text, ...text.split('\n').map((line) => line.trim())]);
    texts = [...new Set(all)].filter((text) => text.length >= SHORTEST_SECRET);
    known.set(object, texts);
  }
  return texts;
}

function decoded({ kind }: KubernetesObject, { path, text }: SecretValue): readonly string[] {
  return kind === 'Secret' && path[0] === 'data' ? [Buffer.from(text, 'base64').toString('utf8')] : [];
}
