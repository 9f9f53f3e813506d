import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import { isBlockSafe, type Quoting, renderScalar } from './render-scalar.ts';
import type { WritingStyle } from './writing-style.ts';

export function isEmptyCollection(value: JsonValue): boolean {
  return isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

export function isScalarValue(value: JsonValue): value is string | number | boolean | null {
  return !isArray(value) && !isObject(value);
}

/**
 * A value as the lines of a block, each with its indentation. A map's keys and a list's dashes stand at `column`.
 * Only for maps and lists that have content.
 */
export function renderBlock(value: JsonValue, column: number, style: WritingStyle): readonly string[] {
  if (isArray(value)) return value.flatMap((item) => renderItem(item, column, style.dashGap, style));
  return isObject(value) ? Object.entries(value).flatMap(([key, child]) => renderEntry(key, child, column, style)) : [];
}

/** An entry of a block map: its key at `column`. */
export function renderEntry(key: string, value: JsonValue, column: number, style: WritingStyle): readonly string[] {
  const head = `${' '.repeat(column)}${renderKey(key, style)}:`;
  if (isScalarValue(value) || isEmptyCollection(value)) {
    const [first = '', ...rest] = renderInline(value, column + style.step, style);
    return [`${head} ${first}`, ...rest];
  }
  const childColumn = column + (isArray(value) ? style.sequenceStep : style.step);
  return [head, ...renderBlock(value, childColumn, style)];
}

/** An item of a block list: its dash at `column`, a map's first key on the dash's line. */
export function renderItem(value: JsonValue, column: number, gap: string, style: WritingStyle): readonly string[] {
  const head = `${' '.repeat(column)}-${gap}`;
  const inner = column + 1 + gap.length;
  const lines =
    isScalarValue(value) || isEmptyCollection(value)
      ? renderInline(value, column + style.step, style)
      : withoutIndentation(renderBlock(value, inner, style));
  const [first = '', ...rest] = lines;
  return [`${head}${first}`, ...rest];
}

export function withoutIndentation([first = '', ...rest]: readonly string[]): readonly string[] {
  return [first.trimStart(), ...rest];
}

/** A key as it is written: quoted where it would be read as another key, or (as for YAML 1.2) as no text. */
export function renderKey(key: string, style: WritingStyle, place: 'key' | 'flow-key' = 'key'): string {
  const quoting: Quoting = style.json ? '"' : 'plain';
  return renderScalar(key, { place, quoting, quote: style.quote });
}

/** What stands behind `key: ` or `- `: text of several lines becomes a block whose lines stand at `column`. */
function renderInline(value: JsonValue, column: number, style: WritingStyle): readonly string[] {
  if (isArray(value)) return ['[]'];
  if (isObject(value)) return ['{}'];
  if (typeof value === 'string' && style.blockText && isLiteral(value)) return renderLiteral(value, column);
  return [renderScalar(value, { place: 'block', quoting: 'plain', quote: style.quote })];
}

/** Whether text of several lines is best written as `|`. With blank lines at its end it would need what follows to be known. */
export function isLiteral(text: string): boolean {
  return text.trimEnd().includes('\n') && isBlockSafe(text) && !text.endsWith('\n\n');
}

export function renderLiteral(text: string, column: number): readonly string[] {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const header = text.endsWith('\n') ? '|' : '|-';
  return [header, ...body.split('\n').map((line) => (line === '' ? '' : `${' '.repeat(column)}${line}`))];
}

/** How brackets are laid out. */
export interface FlowLayout {
  /** Blanks behind `:` and `,`. */
  readonly colonGap: string;
  readonly commaGap: string;
  /** Blanks inside braces. */
  readonly padding: string;
  /** One entry a line: the indentation of the line that the brackets open on; undefined for all in one line. */
  readonly indentation: string | undefined;
  /** What is indented further: some blanks, or a tab. */
  readonly unit: string;
}

/** A value in brackets. */
export function renderFlow(value: JsonValue, style: WritingStyle, layout: FlowLayout): string {
  if (isArray(value))
    return bracketed(
      '[',
      value.map((item) => renderFlow(item, style, deeper(layout))),
      ']',
      style,
      layout,
    );
  if (isObject(value)) return bracketed('{', flowEntries(value, style, deeper(layout)), '}', style, layout);
  const quoting: Quoting = style.json ? '"' : 'plain';
  return renderScalar(value, { place: 'flow', quoting, quote: style.quote });
}

function flowEntries(value: JsonObject, style: WritingStyle, layout: FlowLayout): readonly string[] {
  return Object.entries(value).map(([key, child]) => renderFlowEntry(key, child, style, layout));
}

export function renderFlowEntry(key: string, value: JsonValue, style: WritingStyle, layout: FlowLayout): string {
  return `${renderKey(key, style, 'flow-key')}:${layout.colonGap}${renderFlow(value, style, layout)}`;
}

/** The layout of what is inside. */
export function deeper(layout: FlowLayout): FlowLayout {
  return layout.indentation === undefined ? layout : { ...layout, indentation: layout.indentation + layout.unit };
}

function bracketed(
  open: string,
  parts: readonly string[],
  close: string,
  style: WritingStyle,
  { indentation, unit, commaGap, padding }: FlowLayout,
): string {
  if (parts.length === 0) return open + close;
  if (indentation === undefined) {
    const pad = open === '{' ? padding : '';
    return `${open}${pad}${parts.join(`,${commaGap}`)}${pad}${close}`;
  }
  const inner = `${style.lineBreak}${indentation}${unit}`;
  return `${open}${inner}${parts.join(`,${inner}`)}${style.lineBreak}${indentation}${close}`;
}
