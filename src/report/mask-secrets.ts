import { secretSpans } from '../manifests/secret-spans.ts';
import { readWrittenObjects } from '../manifests/written-objects.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';

const masked = new WeakMap<Source, Source>();

/**
 * A source as a report may print it: the data of Secrets is covered by as many bullets, so that lines and columns stay. A Secret that
 * cannot be parsed is covered with its whole file.
 */
export function maskSecrets(source: Source): Source {
  if (!source.text.includes('Secret')) return source;
  const known = masked.get(source);
  if (known) return known;
  let text = source.text;
  for (const { start, end } of spansToCover(source)) {
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\s|>:-]/g, '•') + text.slice(end);
  }
  const result = text === source.text ? source : { ...source, text };
  masked.set(source, result);
  return result;
}

function spansToCover(source: Source): readonly Span[] {
  const isSecret = /^[\s{,]*["']?kind["']?\s*:\s*["']?Secret\b/m.test(source.text);
  if (isSecret && readWrittenObjects(source).errors.length > 0) return [{ source, start: 0, end: source.text.length }];
  return secretSpans(source);
}
