import { startOf } from '../text/position.ts';
import type { Span } from '../text/span.ts';

/** A place as terminals and editors open it: `policies/kyverno-test.yaml:12`. */
export function lineOf(span: Span): string {
  return `${span.source.file}:${startOf(span).line}`;
}
