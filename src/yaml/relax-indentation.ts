/**
 * A copy of a text in which one line of brackets or of quoted text no longer counts as a line of its own: its line break and
 * its indentation are spaces, and so is a comment before it. Every offset stays what it was.
 *
 * YAML 1.2 wants the lines of a flow collection or of quoted text indented more than their parent; libyaml and its
 * descendants (go-yaml, so Kubernetes) do not look. js-yaml says where such a line begins; joined to the line before, it
 * means the same. Values must then be read from the original text, where a line break in quoted text still is one.
 * @param at where the text of the line begins, behind its indentation.
 * @returns undefined where there is no line break before `at`.
 */
export function relaxIndentation(text: string, at: number): string | undefined {
  let start = at;
  while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
  const lineBreak = text.slice(start, at).search(/[\r\n]/);
  if (lineBreak < 0) return undefined;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const comment = commentIn(text.slice(lineStart, start));
  const from = comment === undefined ? start : lineStart + comment;
  return text.slice(0, from) + ' '.repeat(at - from) + text.slice(at);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

/** Where a comment begins in a line: a `#` behind a blank, outside of quotes that begin on the line. */
function commentIn(line: string): number | undefined {
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    const before = at === 0 ? ' ' : (line[at - 1] ?? '');
    if (character === '#' && /\s/.test(before)) return at;
    // In the middle of a word a quote is a letter like any other.
    if ((character !== '"' && character !== "'") || !/[\s,:[\]{}]/.test(before)) continue;
    const quoted = (character === '"' ? DOUBLE_QUOTED : SINGLE_QUOTED).exec(line.slice(at));
    if (quoted === null) return undefined;
    at += quoted[0].length - 1;
  }
  return undefined;
}

const DOUBLE_QUOTED = /^"(?:[^"\\]|\\.)*"/;
const SINGLE_QUOTED = /^'(?:[^']|'')*'/;
