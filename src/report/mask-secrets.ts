import { secretSpans } from '../manifests/secret-spans.ts';
import { readWrittenObjects } from '../manifests/written-objects.ts';
import type { Suggestion } from '../model/suggestion.ts';
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
    text = text.slice(0, start) + cover(text.slice(start, end)) + text.slice(end);
  }
  const result = text === source.text ? source : { ...source, text };
  masked.set(source, result);
  return result;
}

/** A suggestion as a report may print it: what an edit puts in place of a Secret's data is covered, too. */
export function maskSuggestion(suggestion: Suggestion): Suggestion {
  const source = maskSecrets(suggestion.source);
  if (source === suggestion.source) return suggestion;
  const spans = spansToCover(suggestion.source);
  const edits = suggestion.edits.map((edit) =>
    spans.some((span) => span.start < Math.max(edit.end, edit.start + 1) && edit.start < span.end)
      ? { ...edit, replacement: cover(edit.replacement) }
      : edit,
  );
  return { ...suggestion, source, edits };
}

function cover(text: string): string {
  return text.replace(/[^\s|>:-]/g, '•');
}

function spansToCover(source: Source): readonly Span[] {
  const isSecret = /^[\s{,]*["']?kind["']?\s*:\s*["']?Secret\b/m.test(source.text);
  if (isSecret && readWrittenObjects(source).errors.length > 0) return [{ source, start: 0, end: source.text.length }];
  return secretSpans(source);
}
