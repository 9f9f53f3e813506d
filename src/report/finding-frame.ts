import type { Location } from '../model/manifest.ts';
import { type CodeFrameLine, codeFrame } from '../text/code-frame.ts';
import type { Span } from '../text/span.ts';
import { maskSecrets } from './mask-secrets.ts';

/** The lines around what a finding points at. */
export function findingFrame(location: Location): readonly CodeFrameLine[] {
  return frameOf(spanToMark(location));
}

/**
 * What is marked of the place that a finding points at. Where the key itself is missing, its parent is only marked where it begins:
 * marking all of it would say that all of it is wrong.
 */
export function spanToMark({ exact, span }: Location): Span {
  return exact ? span : beginning(span);
}

/** The lines around a span, without the values of Secrets. */
export function frameOf(span: Span): readonly CodeFrameLine[] {
  const source = maskSecrets(span.source);
  return source.text.trim() === '' ? [] : codeFrame({ ...span, source });
}

/** The first line of a span, without the comment at its end. */
function beginning(span: Span): Span {
  const [line = ''] = span.source.text.slice(span.start, span.end).split(/\r?\n/, 1);
  const length = line.replace(/\s+#.*$/, '').length;
  return length === 0 ? span : { ...span, end: span.start + length };
}
