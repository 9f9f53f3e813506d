import { findCredentials } from '../base/find-credentials.ts';
import { mergeRanges } from '../base/text-range.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { secretValues } from './secret-values.ts';
import { recallWrittenObjects } from './written-objects.ts';

const known = new WeakMap<Source, readonly Span[]>();

/** The pieces of a file that nobody may show, in order: the data of Secrets, and credentials wherever they stand, in comments too. */
export function secretSpans(source: Source): readonly Span[] {
  let spans = known.get(source);
  if (!spans) {
    // What is only a piece of a value is found in the text of the file as well, and more exactly.
    const values = recallWrittenObjects(source).objects.flatMap(({ object, locate }) =>
      secretValues(object).flatMap(({ extent, path }) => (extent === 'whole' ? [locate(path).span] : [])),
    );
    spans = mergeRanges([...values, ...findCredentials(source.text)]).map((range) => ({ source, ...range }));
    known.set(source, spans);
  }
  return spans;
}
