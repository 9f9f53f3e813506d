import { isObject } from '../base/json.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { readWrittenObjects, type WrittenObject } from './written-objects.ts';

const known = new WeakMap<Source, readonly Span[]>();

/** The pieces of a file that hold the data of Secrets: nobody may show them. */
export function secretSpans(source: Source): readonly Span[] {
  if (!source.text.includes('Secret')) return [];
  let spans = known.get(source);
  if (!spans) {
    spans = readWrittenObjects(source).objects.flatMap(spansOf);
    known.set(source, spans);
  }
  return spans;
}

function spansOf({ object, locate }: WrittenObject): readonly Span[] {
  if (object.kind !== 'Secret') return [];
  const spans: Span[] = [];
  for (const field of ['data', 'stringData']) {
    const data = object[field];
    for (const key of isObject(data) ? Object.keys(data) : []) spans.push(locate([field, key]).span);
  }
  // kubectl leaves a copy of the whole object here.
  const copy = locate(['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration']);
  return copy.exact ? [...spans, copy.span] : spans;
}
