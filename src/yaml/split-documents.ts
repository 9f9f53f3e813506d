/** The range of one document of a file. */
export interface DocumentRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a file at its document markers. A line that starts with `---` or `...` is a marker wherever it stands (YAML 1.2.2
 * section 9.1.2 forbids both even in quoted text and block scalars), so no parsing is needed and a broken document hides none
 * of the others. Comments and directives before a `---` belong to the document that it opens.
 */
export function splitDocuments(text: string): readonly DocumentRange[] {
  const ranges: DocumentRange[] = [];
  let start = 0;
  // Whether the text since `start` began with a `---`; without one it is a document only if it has content.
  let opened = false;
  // Two cursors, so that each kind of marker is looked for once over the whole text.
  let dashes = nextMarker('---', text, 0);
  let dots = nextMarker('...', text, 0);
  while (dashes < text.length || dots < text.length) {
    const marker = Math.min(dashes, dots);
    if (marker === dashes) {
      dashes = nextMarker('---', text, marker + 3);
      if (opened || hasContent(text, start, marker)) {
        ranges.push({ start, end: marker });
        start = marker;
      }
      opened = true;
    } else {
      dots = nextMarker('...', text, marker + 3);
      const end = endOfLine(text, marker);
      if (opened || hasContent(text, start, marker)) ranges.push({ start, end });
      start = end;
      opened = false;
    }
  }
  if (opened || hasContent(text, start, text.length)) ranges.push({ start, end: text.length });
  return ranges;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = 0xfeff;

/** Where the next marker of a kind stands; the length of the text if there is none. */
function nextMarker(mark: string, text: string, from: number): number {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (startsLine(text, at) && endsWord(text, at + 3)) return at;
  }
  return text.length;
}

function startsLine(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return before === LINE_FEED || before === CARRIAGE_RETURN || (before === BYTE_ORDER_MARK && at === 1);
}

function endsWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at >= text.length || code === 32 || code === 9 || code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** Whether there is anything but blank lines, comments and directives. */
function hasContent(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === LINE_FEED || code === CARRIAGE_RETURN || code === BYTE_ORDER_MARK)
      continue;
    const isDirective = code === 37 && startsLine(text, at);
    if (code !== 35 && !isDirective) return true;
    at = endOfLine(text, at) - 1;
  }
  return false;
}

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED) return at + 1;
    if (code === CARRIAGE_RETURN) return text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1;
  }
  return text.length;
}
