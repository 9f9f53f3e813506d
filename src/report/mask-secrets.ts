import { findCredentials } from '../base/find-credentials.ts';
import { replaceRanges, type TextRange } from '../base/text-range.ts';
import { secretSpans } from '../manifests/secret-spans.ts';
import { recallWrittenObjects } from '../manifests/written-objects.ts';
import type { Suggestion } from '../model/suggestion.ts';
import type { Source } from '../text/source.ts';

const masked = new WeakMap<Source, Source>();

/**
 * A source as a report may print it: the data of Secrets and other credentials are covered by as many bullets, so that lines and columns
 * stay. A Secret that cannot be parsed is covered with its whole file.
 */
export function maskSecrets(source: Source): Source {
  let result = masked.get(source);
  if (!result) {
    const text = replaceRanges(source.text, rangesToCover(source), cover);
    result = text === source.text ? source : { ...source, text };
    masked.set(source, result);
  }
  return result;
}

/**
 * A suggestion as a report may print it: what an edit puts in place of a Secret's data or of a credential is covered, too, and so is a
 * credential that it brings itself.
 */
export function maskSuggestion(suggestion: Suggestion): Suggestion {
  const source = maskSecrets(suggestion.source);
  const hidden = rangesToCover(suggestion.source);
  const edits = suggestion.edits.map((edit) => {
    const isHidden = hidden.some(({ start, end }) => start < Math.max(edit.end, edit.start + 1) && edit.start < end);
    const replacement = isHidden ? cover(edit.replacement) : maskCredentials(edit.replacement);
    return replacement === edit.replacement ? edit : { ...edit, replacement };
  });
  const isSame = source === suggestion.source && edits.every((edit, index) => edit === suggestion.edits[index]);
  return isSame ? suggestion : { ...suggestion, source, edits };
}

function maskCredentials(text: string): string {
  return replaceRanges(text, findCredentials(text), cover);
}

function cover(text: string): string {
  return text.replace(/\S/g, '•');
}

function rangesToCover(source: Source): readonly TextRange[] {
  if (SECRET_KIND.test(source.text) && recallWrittenObjects(source).errors.length > 0)
    return [{ start: 0, end: source.text.length }];
  return secretSpans(source);
}

// The blanks are those of one line: from every one of many empty lines on, all that follow would be read again.
const SECRET_KIND = /(?:^|[{,])[^\S\r\n\u2028\u2029]*["']?kind["']?\s*:\s*["']?Secret\b/m;
