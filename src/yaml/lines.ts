/** Where lines begin and end. Lines end at `\n`; a `\r` before it belongs to the line break. */

const BYTE_ORDER_MARK = 0xfeff;

export function startOfLine(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return start === 0 && at > 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : start;
}

/** The end of the line that an offset is in, before its line break. */
export function endOfLine(text: string, at: number): number {
  const lineBreak = text.indexOf('\n', at);
  if (lineBreak < 0) return text.length;
  return lineBreak > at && text.charCodeAt(lineBreak - 1) === 13 ? lineBreak - 1 : lineBreak;
}

/** Behind the line break that stands at an offset; the offset itself where there is none. */
export function afterLineBreak(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return at + 2;
  return text[at] === '\n' ? at + 1 : at;
}

/** Before the line break that ends just before an offset. */
export function beforeLineBreak(text: string, at: number): number {
  if (text.charCodeAt(at - 1) !== 10) return at;
  return text.charCodeAt(at - 2) === 13 ? at - 2 : at - 1;
}

/** How many characters stand before an offset on its line. */
export function columnOf(text: string, at: number): number {
  return at - startOfLine(text, at);
}

export function isBlankText(text: string): boolean {
  return /^\s*$/.test(text);
}

/** Whether nothing but blanks stands before an offset on its line. */
export function isFirstOnLine(text: string, at: number): boolean {
  return isBlankText(text.slice(startOfLine(text, at), at));
}
