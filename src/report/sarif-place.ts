import type { JsonObject } from '../base/json.ts';
import { endOf, startOf } from '../text/position.ts';
import type { Revision } from '../text/source.ts';
import type { Span } from '../text/span.ts';

/** What relative addresses of files start from. */
export const SARIF_BASES: JsonObject = {
  '%SRCROOT%': { description: { text: 'The repository, as it was judged.' } },
  BASE: { description: { text: 'The repository, as it was before the change.' } },
  OWNER: { description: { text: 'Beside it, the repository in which the owner keeps what holds for all of theirs.' } },
  BUNDLE: { description: { text: 'The policies that Tidewaiter brings along.' } },
};

const BASE_OF: { readonly [revision in Revision]: string } = {
  head: '%SRCROOT%',
  disk: '%SRCROOT%',
  base: 'BASE',
  owner: 'OWNER',
  bundle: 'BUNDLE',
};

/** A `physicalLocation`: the file and the span in it, columns in UTF-16 code units, the end exclusive. */
export function sarifPlace(span: Span): JsonObject {
  return { artifactLocation: sarifFile(span.source.file, span.source.revision), region: sarifRegion(span) };
}

/** The `physicalLocation` of a whole line at head. */
export function sarifLine(file: string, line: number): JsonObject {
  return { artifactLocation: sarifFile(file, 'head'), region: { startLine: line } };
}

export function sarifRegion(span: Span): JsonObject {
  const [start, end] = [startOf(span), endOf(span)];
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** An `artifactLocation`. What stands only at base is not looked for at head, where other lines have its numbers. */
export function sarifFile(file: string, revision: Revision): JsonObject {
  const uri = file.split('/').map(encodeSegment).join('/');
  // Somebody named a file outside of the repository.
  if (file.startsWith('/')) return { uri: `file://${uri}` };
  return { uri, uriBaseId: BASE_OF[revision] };
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}
