import {
  type AliasEvent,
  EVENT_ALIAS,
  EVENT_MAPPING,
  EVENT_POP,
  EVENT_SCALAR,
  EVENT_SEQUENCE,
  type Event,
  getScalarValue,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { isMergeKey } from './build-value.ts';
import { keyOfScalar, plainKey } from './resolve-key.ts';
import { resolveTagged } from './resolve-scalar.ts';
import { skipBlanks } from './skip-blanks.ts';
import type {
  AliasNode,
  MappingEntry,
  MappingNode,
  ScalarNode,
  ScalarStyle,
  SequenceNode,
  YamlNode,
  YamlTree,
} from './tree.ts';
import type { YamlLimits } from './yaml-limits.ts';
import { tooDeep, YamlStop } from './yaml-problem.ts';

/**
 * The positioned tree of one document. The events lack the places of `-`, `:`, `?`, of closing brackets and of a block
 * scalar's header: each is found by stepping over blanks and comments from the token before it.
 * @param offset where the document's text begins in its file; the tree speaks of the file.
 * @throws YamlStop for a document that is nested too deep.
 */
export function buildTree(text: string, events: readonly Event[], offset: number, limits: YamlLimits): YamlTree {
  const builder = new TreeBuilder(text, events, offset, limits);
  const root = builder.readRoot();
  return { root, start: offset, end: offset + text.length, aliases: builder.aliases };
}

interface Properties {
  readonly outerStart: number | undefined;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

const STYLES: readonly ScalarStyle[] = ['empty', 'plain', 'single-quoted', 'double-quoted', 'literal', 'folded'];

class TreeBuilder {
  readonly aliases = new Map<YamlNode, number>();
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #offset: number;
  readonly #limits: YamlLimits;
  readonly #anchors = new Map<string, YamlNode>();
  #next = 0;
  #depth = 0;
  /** The end of what has been read, in the document's own text. */
  #position = 0;

  constructor(text: string, events: readonly Event[], offset: number, limits: YamlLimits) {
    this.#text = text;
    this.#events = events;
    this.#offset = offset;
    this.#limits = limits;
  }

  readRoot(): YamlNode | undefined {
    if (this.#events.length === 0) return undefined;
    this.#next = 1;
    this.#position = this.#contentStart();
    const root = this.#node();
    const isEmpty = root.kind === 'scalar' && root.style === 'empty' && root.outerStart === root.end;
    return isEmpty ? undefined : root;
  }

  /** Behind byte order mark, directives and `---`. */
  #contentStart(): number {
    let at = skipBlanks(this.#text, this.#text.charCodeAt(0) === 0xfeff ? 1 : 0);
    while (this.#text.charCodeAt(at) === 37) {
      const end = this.#text.indexOf('\n', at);
      at = skipBlanks(this.#text, end < 0 ? this.#text.length : end);
    }
    return this.#text.startsWith('---', at) ? at + 3 : at;
  }

  #node(): YamlNode {
    const event = this.#events[this.#next++];
    switch (event?.type) {
      case EVENT_SCALAR:
        return this.#remember(this.#scalar(event));
      case EVENT_MAPPING:
        return this.#remember(this.#mapping(event));
      case EVENT_SEQUENCE:
        return this.#remember(this.#sequence(event));
      case EVENT_ALIAS:
        return this.#alias(event);
      default:
        throw new TypeError('a node was expected among the events of the YAML parser');
    }
  }

  #remember<Node extends YamlNode>(node: Node): Node {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    return node;
  }

  #alias(event: AliasEvent): AliasNode {
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    const target = this.#anchors.get(name);
    if (target !== undefined) this.aliases.set(target, (this.aliases.get(target) ?? 0) + 1);
    this.#position = event.anchorEnd;
    const start = this.#offset + event.anchorStart - 1;
    const end = this.#offset + event.anchorEnd;
    return { kind: 'alias', start, end, outerStart: start, anchor: undefined, tag: undefined, name, target };
  }

  #scalar(event: ScalarEvent): ScalarNode {
    const properties = this.#properties(event);
    const style = event.valueStart < 0 ? 'empty' : (STYLES[event.style] ?? 'plain');
    const [start, end, contentEnd] = this.#scalarRange(event, style);
    this.#position = contentEnd;
    return new WrittenScalar(this.#text, event, {
      style,
      start: this.#offset + start,
      end: this.#offset + end,
      contentEnd: this.#offset + contentEnd,
      outerStart: this.#offset + Math.min(start, properties.outerStart ?? start),
      anchor: properties.anchor,
      tag: properties.tag,
    });
  }

  #scalarRange(event: ScalarEvent, style: ScalarStyle): readonly [start: number, end: number, contentEnd: number] {
    switch (style) {
      case 'empty':
        return [this.#position, this.#position, this.#position];
      case 'plain':
        return [event.valueStart, event.valueEnd, event.valueEnd];
      case 'single-quoted':
      case 'double-quoted':
        return [event.valueStart - 1, event.valueEnd + 1, event.valueEnd + 1];
      case 'literal':
      case 'folded': {
        const start = skipBlanks(this.#text, this.#position);
        const [header = ''] = /^[|>][-+\d]*/.exec(this.#text.slice(start, start + 8)) ?? [];
        const content = this.#text.slice(event.valueStart, event.valueEnd).trimEnd();
        const end = content === '' ? start + header.length : event.valueStart + content.length;
        return [start, end, Math.max(event.valueEnd, end)];
      }
    }
  }

  #mapping(event: MappingEvent): MappingNode {
    const properties = this.#properties(event);
    const flow = event.style === 2;
    const bare = flow && !this.#opensHere(event);
    this.#enter(event.start);
    if (!bare) this.#position = Math.max(this.#position, flow ? event.start + 1 : event.start);
    const entries: MappingEntry[] = [];
    while (this.#events[this.#next]?.type !== EVENT_POP) {
      if (flow && !bare) this.#position = this.#skipCommas(this.#position);
      entries.push(this.#entry());
    }
    this.#leave();
    const end = flow && !bare ? this.#closer() : (entries.at(-1)?.value.end ?? this.#offset + event.start);
    const range = this.#collectionRange(event.start, end, properties);
    return { kind: 'mapping', flow, bare, ...range, entries };
  }

  /** `[{a: b}: c]` opens a map of one pair and the map that is its key at the same place. */
  #opensHere(event: MappingEvent): boolean {
    if (this.#text.charCodeAt(event.start) !== 123) return false;
    const next = this.#events[this.#next];
    return next?.type !== EVENT_MAPPING || next.start !== event.start;
  }

  #entry(): MappingEntry {
    const question = this.#indicator(63);
    const keyEvent = this.#events[this.#next];
    const isMerge = keyEvent !== undefined && isMergeKey(this.#text, keyEvent);
    const key = this.#node();
    const colon = this.#indicator(58);
    const value = this.#node();
    return { key, name: isMerge ? undefined : nameOf(key), isMerge, question, colon, value };
  }

  /** Steps over an indicator, if it is the next thing that is written. */
  #indicator(code: number): number | undefined {
    const at = skipBlanks(this.#text, this.#position);
    if (this.#text.charCodeAt(at) !== code) return undefined;
    // `?x` and `-x` are text; a colon may be followed by anything, for only the parser knows that it is one.
    if (code !== 58 && !isBlank(this.#text, at + 1)) return undefined;
    this.#position = at + 1;
    return this.#offset + at;
  }

  #sequence(event: SequenceEvent): SequenceNode {
    const properties = this.#properties(event);
    const flow = event.style === 2;
    this.#enter(event.start);
    this.#position = Math.max(this.#position, flow ? event.start + 1 : event.start);
    const items: YamlNode[] = [];
    const dashes: number[] = [];
    while (this.#events[this.#next]?.type !== EVENT_POP) {
      if (flow) this.#position = this.#skipCommas(this.#position);
      else dashes.push(this.#indicator(45) ?? this.#offset + this.#position);
      items.push(this.#node());
    }
    this.#leave();
    const end = flow ? this.#closer() : (items.at(-1)?.end ?? this.#offset + event.start);
    const range = this.#collectionRange(event.start, end, properties);
    return { kind: 'sequence', flow, ...range, items, dashes };
  }

  /** The end of brackets: one closer, behind blanks, comments and a last comma. */
  #closer(): number {
    this.#position = this.#skipCommas(this.#position) + 1;
    return this.#offset + this.#position;
  }

  #skipCommas(from: number): number {
    let at = skipBlanks(this.#text, from);
    while (this.#text.charCodeAt(at) === 44) at = skipBlanks(this.#text, at + 1);
    return at;
  }

  #collectionRange(
    start: number,
    end: number,
    { outerStart, anchor, tag }: Properties,
  ): { start: number; end: number; outerStart: number; anchor: string | undefined; tag: string | undefined } {
    const absolute = this.#offset + start;
    return {
      start: absolute,
      end: Math.max(end, absolute),
      outerStart: this.#offset + Math.min(start, outerStart ?? start),
      anchor,
      tag,
    };
  }

  #properties(event: ScalarEvent | MappingEvent | SequenceEvent): Properties {
    if (event.anchorStart < 0 && event.tagStart < 0) return NO_PROPERTIES;
    const anchorOuter = event.anchorStart < 0 ? Number.POSITIVE_INFINITY : event.anchorStart - 1;
    const tagOuter = event.tagStart < 0 ? Number.POSITIVE_INFINITY : event.tagStart;
    this.#position = Math.max(this.#position, event.anchorEnd, event.tagEnd);
    return {
      outerStart: Math.min(anchorOuter, tagOuter),
      anchor: event.anchorStart < 0 ? undefined : this.#text.slice(event.anchorStart, event.anchorEnd),
      tag: event.tagStart < 0 ? undefined : this.#text.slice(event.tagStart, event.tagEnd),
    };
  }

  #enter(start: number): void {
    if (++this.#depth > this.#limits.depth) throw new YamlStop(tooDeep(start, start + 1, this.#limits.depth));
  }

  #leave(): void {
    this.#depth--;
    this.#next++;
  }
}

const NO_PROPERTIES: Properties = { outerStart: undefined, anchor: undefined, tag: undefined };

/** The key that a node stands for; undefined for null and for collections, which Kubernetes refuses as keys. */
function nameOf(node: YamlNode): string | undefined {
  const key = node.kind === 'alias' ? node.target : node;
  if (key?.kind !== 'scalar') return undefined;
  if (key.tag !== undefined) {
    const value = resolveTagged(key.tag, key.text);
    return value === undefined ? undefined : keyOfScalar(value, key.text);
  }
  return key.style === 'plain' || key.style === 'empty' ? plainKey(key.text) : key.text;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at >= text.length || code === 32 || code === 9 || code === 10 || code === 13;
}

/** A class and no literal with a getter in it: there are hundreds of thousands, and each such getter is a function of its own. */
class WrittenScalar implements ScalarNode {
  readonly kind = 'scalar';
  readonly style: ScalarStyle;
  readonly start: number;
  readonly end: number;
  readonly contentEnd: number;
  readonly outerStart: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly event: ScalarEvent;
  readonly #documentText: string;

  constructor(documentText: string, event: ScalarEvent, place: Omit<ScalarNode, 'kind' | 'event' | 'text'>) {
    this.style = place.style;
    this.start = place.start;
    this.end = place.end;
    this.contentEnd = place.contentEnd;
    this.outerStart = place.outerStart;
    this.anchor = place.anchor;
    this.tag = place.tag;
    this.event = event;
    this.#documentText = documentText;
  }

  // Most are never asked for: keys are, and values that are edited.
  get text(): string {
    return getScalarValue(this.#documentText, this.event);
  }
}
