import type { FoundProblem } from './yaml-problem.ts';

/** What js-yaml said, and where it stopped. */
export interface SyntaxComplaint {
  readonly reason: string;
  readonly at: number;
}

/**
 * Says to a person what is wrong with a text that Kubernetes does not read: what, where, and what to do.
 * @param first what js-yaml said before lines were joined: it is nearer to a bracket that is never closed.
 */
export function explainSyntaxError(text: string, complaint: SyntaxComplaint, first: SyntaxComplaint): FoundProblem {
  const { reason, at } = complaint;
  if (/within a (?:single|double) quoted scalar/.test(reason)) {
    return unclosedQuote(text, at, reason.includes('double') ? '"' : "'");
  }
  if (reason.includes('within a flow collection')) return unclosedBracket(text, Math.min(first.at, at));
  if (reason.includes('tab characters') || isTabIndentation(text, at)) return tabIndentation(text, at);
  if (/\btag\b/.test(reason))
    return syntax(text, at, `${capitalised(reason)}; correct or remove the tag`, 'yaml/bad-tag');
  if (isTemplate(text, at)) return template(text, at);
  return syntax(text, at, messageFor(reason), 'yaml/syntax');
}

function unclosedQuote(text: string, at: number, quote: '"' | "'"): FoundProblem {
  const start = quote === '"' ? openingDoubleQuote(text, at) : openingSingleQuote(text, at);
  const inside = quote === '"' ? 'write \\" for a quote inside' : "write '' for a quote inside";
  const message = `the quote ${quote} that opens here is never closed; close it, and ${inside}`;
  return { code: 'yaml/unclosed-quote', message, start, end: endOfLine(text, start) };
}

/** Behind the opening quote stands no other that is not escaped: else it would have closed the text. */
function openingDoubleQuote(text: string, at: number): number {
  for (let quote = text.lastIndexOf('"', at); quote >= 0; quote = text.lastIndexOf('"', quote - 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0 || quote === 0) return quote;
  }
  return 0;
}

/** Inside, quotes stand in pairs: the last run of an odd number begins with the opening one. */
function openingSingleQuote(text: string, at: number): number {
  for (let last = text.lastIndexOf("'", at); last >= 0; ) {
    let first = last;
    while (text[first - 1] === "'") first--;
    if ((last - first) % 2 === 0 || first === 0) return first;
    last = text.lastIndexOf("'", first - 1);
  }
  return 0;
}

function unclosedBracket(text: string, at: number): FoundProblem {
  let closed = 0;
  let start = Math.max(0, at - 1);
  for (; start > 0; start--) {
    const character = text[start];
    if (character === ']' || character === '}') closed++;
    else if ((character === '[' || character === '{') && closed-- === 0) break;
  }
  const message = `the bracket ${text[start]} that opens here is never closed`;
  return { code: 'yaml/syntax', message, start, end: endOfLine(text, start) };
}

function isTabIndentation(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  return /^ *\t/.test(text.slice(lineStart, lineStart + 200));
}

function tabIndentation(text: string, at: number): FoundProblem {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const tab = text.indexOf('\t', lineStart);
  const start = tab < 0 ? at : tab;
  let end = start;
  while (text.charCodeAt(end) === 9) end++;
  const message = 'a tab in the indentation: YAML indents with spaces; replace it by spaces';
  return { code: 'yaml/tab', message, start, end: Math.max(end, start + 1) };
}

function syntax(text: string, at: number, message: string, code: FoundProblem['code']): FoundProblem {
  const start = visibleStart(text, at);
  return { code, message, start, end: Math.max(start, endOfLine(text, start)) };
}

/** Where there is nothing left on the line, what is wrong is the last line that has something. */
function visibleStart(text: string, at: number): number {
  if (text.slice(at, endOfLine(text, at)).trim() !== '') return at;
  const before = text.slice(0, at).trimEnd();
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return before.length - line.trimStart().length;
}

function isTemplate(text: string, at: number): boolean {
  return lineAt(text, at).includes('{{');
}

function template(text: string, at: number): FoundProblem {
  const start = text.indexOf('{{', text.lastIndexOf('\n', at - 1) + 1);
  const message = 'this is a template, not YAML: {{ … }} must be rendered (or quoted) first';
  return { code: 'yaml/syntax', message, start, end: endOfLine(text, start) };
}

function messageFor(reason: string): string {
  for (const [pattern, message] of MESSAGES) if (pattern.test(reason)) return message;
  return `this is not YAML: ${reason}`;
}

const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [
    /bad indentation of a mapping entry/,
    'this line is indented differently from the keys around it, or a text with ": " in it needs quotes',
  ],
  [/bad indentation of a sequence entry/, 'this line is indented differently from the list items around it'],
  [/deficient indentation/, 'this line must be indented more than the line that opened the bracket or quote'],
  [/multiline key may not be/, 'a key without ":" (or a text that runs over lines where a key is expected)'],
  [/expected ':' after a mapping key/, 'a ":" is missing after this key'],
  [/missed comma/, 'a comma is missing between the entries of this list or map in brackets'],
  [
    /end of the stream or a document separator/,
    'the document has ended here: this line is indented less than its first one, or stands after the whole value',
  ],
  [/null byte|non-printable|valid JSON character/, 'a control character that YAML does not allow; remove it'],
  [
    /unknown escape sequence|hexadecimal character/,
    'an escape that YAML does not know: double \\\\ for a backslash, or use single quotes',
  ],
  [/a line break is expected/, 'nothing but a comment may follow the header of a block text (| or >)'],
  [/whitespace character is expected after the key-value/, 'a space is missing after ":"'],
];

function lineAt(text: string, at: number): string {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, endOfLine(text, at));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  const stop = end < 0 ? text.length : end;
  return text.charCodeAt(stop - 1) === 13 && stop > from ? stop - 1 : stop;
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
