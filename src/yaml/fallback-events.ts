import { type AliasEvent, EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { Composer, CST, Parser, type YAMLError } from 'yaml';
import type { YamlLimits } from './yaml-limits.ts';

/** What `yaml` made of a text: events as js-yaml gives them, or the first thing that is wrong. */
export type FallbackAnswer =
  | { readonly outcome: 'events'; readonly events: readonly Event[] }
  | { readonly outcome: 'problem'; readonly problem: FallbackProblem | undefined };

export interface FallbackProblem {
  readonly code: YAMLError['code'];
  readonly start: number;
  readonly end: number;
}

// Its trees take 45 times the room of the text. What only it can read is small; a big broken document needs no second opinion.
const MAX_CHARACTERS = 500_000;

/**
 * A second reading of what js-yaml rejected, by `yaml`, as the events that js-yaml would have given. It lets pass what
 * libyaml's descendants (go-yaml among them) do: brackets that close at the column of their parent.
 */
export function fallbackEvents(text: string, limits: YamlLimits): FallbackAnswer {
  if (text.length > MAX_CHARACTERS || isDeep(text, limits.depth)) return { outcome: 'problem', problem: undefined };
  const tokens = [...new Parser().parse(text)];
  const composer = new Composer({ keepSourceTokens: false, schema: 'failsafe', uniqueKeys: false, strict: true });
  const documents = [...composer.compose(tokens)];
  const error = documents.flatMap((document) => document.errors)[0];
  const root = tokens.filter((token) => token.type === 'document');
  const [document] = root;
  if (error !== undefined || document === undefined || root.length > 1) {
    const problem = error && { code: error.code, start: error.pos[0], end: error.pos[1] };
    return { outcome: 'problem', problem };
  }
  return { outcome: 'events', events: new EventWriter(text).write(document) };
}

/** Brackets or indentation deeper than any document that is allowed: `yaml` calls itself once a level. */
function isDeep(text: string, depth: number): boolean {
  let open = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 123) deepest = Math.max(deepest, ++open);
    else if (code === 93 || code === 125) open = Math.max(0, open - 1);
  }
  return deepest > depth || /^[ \-?]{200}/m.test(text);
}

/** Offsets of an anchor's name and of a tag, as an event holds them; -1 for none. */
interface Properties {
  readonly anchorStart: number;
  readonly anchorEnd: number;
  readonly tagStart: number;
  readonly tagEnd: number;
}

const NONE: Properties = { anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1 };

class EventWriter {
  readonly #text: string;
  readonly #events: Event[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  write(document: CST.Document): readonly Event[] {
    const explicitStart = document.start.some((token) => token.type === 'doc-start');
    this.#events.push({ type: EVENT_ID.DOCUMENT, explicitStart, explicitEnd: false, directives: [] });
    this.#node(document.value, document.start);
    this.#events.push({ type: EVENT_ID.POP });
    return this.#events;
  }

  #node(token: CST.Token | null | undefined, before: readonly CST.SourceToken[]): void {
    const properties = propertiesIn(before);
    switch (token?.type) {
      case 'alias':
        this.#events.push(aliasEvent(token));
        break;
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.#events.push(flowScalarEvent(token, properties));
        break;
      case 'block-scalar':
        this.#events.push(blockScalarEvent(this.#text, token, properties));
        break;
      case 'block-map':
        this.#open(EVENT_ID.MAPPING, firstOffset(token.items) ?? token.offset, properties, 1);
        for (const item of token.items) this.#pair(item);
        this.#events.push({ type: EVENT_ID.POP });
        break;
      case 'block-seq':
        this.#open(EVENT_ID.SEQUENCE, token.offset, properties, 1);
        for (const item of token.items) if (isItem(item)) this.#node(item.value, item.start);
        this.#events.push({ type: EVENT_ID.POP });
        break;
      case 'flow-collection':
        this.#flowCollection(token, properties);
        break;
      default:
        this.#events.push(scalarEvent(properties, { valueStart: -1, valueEnd: -1, style: SCALAR_STYLE.PLAIN }));
    }
  }

  #flowCollection(token: CST.FlowCollection, properties: Properties): void {
    const isMap = token.start.type === 'flow-map-start';
    this.#open(isMap ? EVENT_ID.MAPPING : EVENT_ID.SEQUENCE, token.offset, properties, 2);
    for (const item of token.items) {
      if (!isItem(item)) continue;
      if (isMap) this.#pair(item);
      else if (item.key === undefined && item.sep === undefined) this.#node(item.value, item.start);
      else {
        this.#open(EVENT_ID.MAPPING, firstOffset([item]) ?? token.offset, NONE, 2);
        this.#pair(item);
        this.#events.push({ type: EVENT_ID.POP });
      }
    }
    this.#events.push({ type: EVENT_ID.POP });
  }

  #pair(item: CST.CollectionItem): void {
    if (!isItem(item)) return;
    // In a flow map a lone `{a}` is a key without a value; the token then holds it as the value.
    if (item.sep === undefined) {
      this.#node(item.key ?? item.value, item.start);
      this.#node(undefined, []);
    } else {
      this.#node(item.key, item.start);
      this.#node(item.value, item.sep);
    }
  }

  #open(
    type: typeof EVENT_ID.MAPPING | typeof EVENT_ID.SEQUENCE,
    start: number,
    properties: Properties,
    style: 1 | 2,
  ): void {
    const { anchorStart, anchorEnd, tagStart, tagEnd } = properties;
    if (type === EVENT_ID.MAPPING) this.#events.push({ type, start, anchorStart, anchorEnd, tagStart, tagEnd, style });
    else this.#events.push({ type, start, anchorStart, anchorEnd, tagStart, tagEnd, style });
  }
}

/** The last item of a collection may hold only comments. */
function isItem(item: CST.CollectionItem): boolean {
  if (item.key !== undefined || item.sep !== undefined || item.value !== undefined) return true;
  return item.start.some(({ type }) => INDICATORS.has(type));
}

const INDICATORS: ReadonlySet<string> = new Set(['seq-item-ind', 'explicit-key-ind', 'anchor', 'tag']);

function firstOffset(items: readonly CST.CollectionItem[]): number | undefined {
  const [item] = items;
  if (item === undefined) return undefined;
  const indicator = item.start.find(({ type }) => type === 'explicit-key-ind')?.offset;
  return indicator ?? item.key?.offset ?? item.sep?.find(({ type }) => type === 'map-value-ind')?.offset;
}

function propertiesIn(tokens: readonly CST.SourceToken[]): Properties {
  const anchor = tokens.find(({ type }) => type === 'anchor');
  const tag = tokens.find(({ type }) => type === 'tag');
  return {
    anchorStart: anchor ? anchor.offset + 1 : -1,
    anchorEnd: anchor ? anchor.offset + anchor.source.length : -1,
    tagStart: tag ? tag.offset : -1,
    tagEnd: tag ? tag.offset + tag.source.length : -1,
  };
}

function aliasEvent(token: CST.FlowScalar): AliasEvent {
  return { type: EVENT_ID.ALIAS, anchorStart: token.offset + 1, anchorEnd: token.offset + token.source.length };
}

function flowScalarEvent(token: CST.FlowScalar, properties: Properties): ScalarEvent {
  const quote = token.type === 'scalar' ? 0 : 1;
  return scalarEvent(properties, {
    valueStart: token.offset + quote,
    valueEnd: token.offset + token.source.length - quote,
    style:
      token.type === 'scalar'
        ? SCALAR_STYLE.PLAIN
        : token.type === 'single-quoted-scalar'
          ? SCALAR_STYLE.SINGLE_QUOTED
          : SCALAR_STYLE.DOUBLE_QUOTED,
  });
}

const HEADER = /^([|>])([-+]?)(\d?)([-+]?)/;

function blockScalarEvent(text: string, token: CST.BlockScalar, properties: Properties): ScalarEvent {
  const header = token.props.find(({ type }) => type === 'block-scalar-header');
  const [, style = '|', before = '', digit = '', after = ''] = HEADER.exec(header?.source ?? '') ?? [];
  const chomp = before + after;
  const valueEnd = blockScalarEnd(token);
  const valueStart = valueEnd - token.source.length;
  const found = /^( *)[^ \r\n]/m.exec(text.slice(valueStart, valueEnd))?.[1]?.length;
  return scalarEvent(properties, {
    valueStart,
    valueEnd,
    style: style === '|' ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK,
    chomping: chomp === '-' ? 2 : chomp === '+' ? 3 : 1,
    indent: digit === '' ? (found ?? -1) : Math.max(0, token.indent) + Number(digit),
  });
}

function blockScalarEnd(token: CST.BlockScalar): number {
  return token.offset + CST.stringify(token).length;
}

function scalarEvent(
  properties: Properties,
  scalar: Pick<ScalarEvent, 'valueStart' | 'valueEnd' | 'style'> & Partial<Pick<ScalarEvent, 'chomping' | 'indent'>>,
): ScalarEvent {
  return {
    type: EVENT_ID.SCALAR,
    valueStart: scalar.valueStart,
    valueEnd: scalar.valueEnd,
    anchorStart: properties.anchorStart,
    anchorEnd: properties.anchorEnd,
    tagStart: properties.tagStart,
    tagEnd: properties.tagEnd,
    style: scalar.style,
    chomping: scalar.chomping ?? 1,
    indent: scalar.indent ?? -1,
    fast: false,
  };
}
