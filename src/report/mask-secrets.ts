import { isObject } from '../base/json.ts';
import { readWrittenObjects } from '../manifests/written-objects.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';

const masked = new WeakMap<Source, Source>();

/**
 * A source as a report may print it: every value of a Secret's `data` and `stringData` is covered by as many bullets, so that lines
 * and columns stay. What cannot be parsed and speaks of Secrets is covered wholly.
 */
export function maskSecrets(source: Source): Source {
  if (!source.text.includes('Secret')) return source;
  const known = masked.get(source);
  if (known) return known;
  let text = source.text;
  for (const { start, end } of secretSpans(source)) {
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\s|>:-]/g, '•') + text.slice(end);
  }
  const result = text === source.text ? source : { ...source, text };
  masked.set(source, result);
  return result;
}

function secretSpans(source: Source): readonly Span[] {
  const written = readWrittenObjects(source);
  if (written.errors.length > 0) return [{ source, start: 0, end: source.text.length }];
  return written.objects
    .filter(({ object }) => object.kind === 'Secret')
    .flatMap(({ object, locate }) =>
      ['data', 'stringData'].flatMap((field) => {
        const entries = object[field];
        return isObject(entries) ? Object.keys(entries).map((key) => locate([field, key]).span) : [];
      }),
    );
}
