import { compareText } from '../../../base/compare-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { hasWildcard, matchesWildcard } from '../../../base/wildcard.ts';
import { parseAnchor, withAnchorOf, withoutAnchor } from './anchor.ts';

/** Kyverno expands wildcards in keys here and nowhere else. */
const EXPANDED = ['labels', 'annotations'];

/** Whether a pattern has keys with wildcards under `metadata.labels` or `metadata.annotations`, or asks for anything but text there. */
export function needsExpansion(pattern: JsonObject): boolean {
  const metadata = member(pattern, 'metadata')?.[1];
  return EXPANDED.some((name) => {
    const map = isObject(metadata) ? member(metadata, name)?.[1] : undefined;
    return isObject(map) && Object.entries(map).some(([key, child]) => hasWildcard(key) || typeof child !== 'string');
  });
}

/**
 * The pattern with each such key replaced by the first key of the value that it matches, its anchor kept. A key that matches none stays
 * as it is. (Kyverno takes any matching key, in no order; we take the first by name.) With `everyForbidden`, `X(key*)` becomes one key
 * for every match: when the first is gone, Kyverno finds the next. Where the value has labels at all, what a pattern asks of a label other
 * than by a text is dropped, as in Kyverno: `X(app): null` forbids nothing, `X(app): "null"` does.
 * Semantics: kyverno/kyverno, pkg/engine/wildcards.
 */
export function expandMetadataKeys(
  pattern: JsonObject,
  value: JsonObject,
  { everyForbidden }: { readonly everyForbidden: boolean },
): JsonObject {
  const [metadataKey, metadata] = member(pattern, 'metadata') ?? [];
  const given = Object.hasOwn(value, 'metadata') ? value.metadata : undefined;
  if (metadataKey === undefined || !isObject(metadata) || !isObject(given)) return pattern;
  let expanded = metadata;
  for (const name of EXPANDED) {
    const [key, map] = member(metadata, name) ?? [];
    const labels = member(given, name)?.[1];
    if (key === undefined || !isObject(map) || !isObject(labels)) continue;
    const keys = Object.keys(labels).sort(compareText);
    const members = Object.entries(map)
      .filter(([, child]) => typeof child === 'string')
      .flatMap(([text, child]) => expandKey(text, keys, everyForbidden).map((found) => [found, child] as const));
    expanded = { ...expanded, [key]: Object.fromEntries(members) };
  }
  return { ...pattern, [metadataKey]: expanded };
}

function expandKey(text: string, keys: readonly string[], everyForbidden: boolean): readonly string[] {
  if (!hasWildcard(text)) return [text];
  const wanted = withoutAnchor(text);
  const found = keys.filter((key) => matchesWildcard(wanted, key));
  const [first = wanted] = found;
  const isEvery = everyForbidden && found.length > 0 && parseAnchor(text)?.kind === 'negation';
  return (isEvery ? found : [first]).map((key) => withAnchorOf(text, key));
}

/** The member of that name, with or without an anchor. */
function member(object: JsonObject, name: string): readonly [key: string, value: JsonValue] | undefined {
  return Object.entries(object).find(([key]) => key === name || parseAnchor(key)?.key === name);
}
