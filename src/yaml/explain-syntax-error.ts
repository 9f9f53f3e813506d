import type { FallbackProblem } from './fallback-events.ts';
import type { FoundProblem } from './yaml-problem.ts';

/** What js-yaml said, and where it stopped. */
export interface SyntaxComplaint {
  readonly reason: string;
  readonly at: number;
}

/** Says to a person what is wrong with a text that no parser reads: what, where, and what to do. */
export function explainSyntaxError(
  text: string,
  complaint: SyntaxComplaint,
  second: FallbackProblem | undefined,
): FoundProblem {
  const { reason, at } = complaint;
  if (reason.includes('quoted scalar')) return unclosedQuote(text, second, at);
  if (reason.includes('tab characters') || isTabIndentation(text, at)) return tabIndentation(text, at);
  if (reason.includes('tag'))
    return syntax(text, at, `${capitalised(reason)}; correct or remove the tag`, 'yaml/bad-tag');
  return syntax(text, at, messageFor(text, reason, at), 'yaml/syntax');
}

function unclosedQuote(text: string, second: FallbackProblem | undefined, at: number): FoundProblem {
  const start = second?.code === 'MISSING_CHAR' ? openingQuote(text, second.start) : lastQuote(text, at);
  const quote = text[start] ?? '"';
  const message = `the quote ${quote} that opens here is never closed; close it, or write '' (in single quotes) or \\" (in double quotes) for a quote inside`;
  return { code: 'yaml/unclosed-quote', message, start, end: endOfLine(text, start) };
}

/** `yaml` points at the missing quote: the end of the text that lacks it. Its start is the last quote that opens before. */
function openingQuote(text: string, from: number): number {
  const code = text.charCodeAt(from);
  return code === 34 || code === 39 ? from : lastQuote(text, from);
}

function lastQuote(text: string, at: number): number {
  const before = text.slice(0, at);
  const opening = [...before.matchAll(/(?:^|[\s:,[{-])(["'])/g)].at(-1);
  return opening ? opening.index + opening[0].length - 1 : Math.max(0, before.search(/["']/));
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
  const start = Math.min(at, text.length);
  return { code, message, start, end: Math.max(start, endOfLine(text, start)) };
}

function messageFor(text: string, reason: string, at: number): string {
  if (text.slice(at).startsWith('{{') || lineAt(text, at).includes('{{')) {
    return 'this is a template, not YAML: {{ … }} must be rendered (or quoted) first';
  }
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
  [/within a flow collection/, 'a bracket [ or { is never closed'],
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
