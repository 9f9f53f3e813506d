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

/** Where a comment begins in a line: a `#` behind a blank, with no quote left open before it. */
function commentIn(line: string): number | undefined {
  for (const { index } of line.matchAll(/(?:^|(?<=[ \t]))#/g)) {
    const before = line.slice(0, index);
    if (!hasOpenQuote(before)) return index;
  }
  return undefined;
}

function hasOpenQuote(text: string): boolean {
  const outside = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '');
  return /["']/.test(outside);
}
