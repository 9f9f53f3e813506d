import {
  EVENT_ALIAS,
  EVENT_MAPPING,
  EVENT_POP,
  EVENT_SCALAR,
  EVENT_SEQUENCE,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE_PLAIN,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { isArray, isObject, type JsonValue } from '../base/json.ts';
import { type Anchored, AnchorTable } from './anchor-table.ts';
import { keyOfScalar, plainKey } from './resolve-key.ts';
import { resolvePlain, resolveTagged, type ScalarValue } from './resolve-scalar.ts';
import type { YamlLimits } from './yaml-limits.ts';
import { type FoundProblem, tooDeep, YamlStop } from './yaml-problem.ts';

export interface BuiltValue {
  /** Undefined where there is no content, or a problem. */
  readonly value: JsonValue | undefined;
  readonly problems: readonly FoundProblem[];
}

/**
 * The value of one document, straight from its events. What an alias stands for is shared by reference, never copied; its
 * size is counted as often as it is used, and bounded as go-yaml bounds it.
 */
export function buildValue(text: string, events: readonly Event[], limits: YamlLimits): BuiltValue {
  const builder = new ValueBuilder(text, events, limits);
  try {
    const value = builder.readDocument();
    return { value: builder.problems.length > 0 ? undefined : value, problems: builder.problems };
  } catch (error) {
    if (!(error instanceof YamlStop)) throw error;
    return { value: undefined, problems: [...builder.problems, error.problem] };
  }
}

/** A file that repeats more keys than this is broken as a whole. */
const MAX_DUPLICATES = 20;

class ValueBuilder {
  readonly problems: FoundProblem[] = [];
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #limits: YamlLimits;
  #at = 0;
  #depth = 0;
  /** The greatest depth seen since it was last set: what an anchor's height is measured with. */
  #deepest = 0;
  readonly #anchors = new AnchorTable();

  constructor(text: string, events: readonly Event[], limits: YamlLimits) {
    this.#text = text;
    this.#events = events;
    this.#limits = limits;
  }

  readDocument(): JsonValue | undefined {
    if (this.#events.length === 0) return undefined;
    this.#at = 1;
    const root = this.#events[1];
    const isEmpty = root?.type === EVENT_SCALAR && root.valueStart < 0 && root.anchorStart < 0 && root.tagStart < 0;
    const value = this.#readNode();
    this.#at++;
    if (this.#at < this.#events.length) {
      const start = this.#text.length;
      throw new YamlStop({
        code: 'yaml/syntax',
        message: 'a second document begins without a `---` at the start of a line',
        start,
        end: start,
      });
    }
    return isEmpty ? undefined : value;
  }

  #readNode(): JsonValue {
    const event = this.#events[this.#at++];
    switch (event?.type) {
      case EVENT_SCALAR:
        return event.anchorStart < 0 ? this.#scalar(event) : this.#anchoredScalar(event);
      case EVENT_MAPPING:
        return event.anchorStart < 0 ? this.#mapping(event) : this.#anchored(event, () => this.#mapping(event));
      case EVENT_SEQUENCE:
        return event.anchorStart < 0 ? this.#sequence(event) : this.#anchored(event, () => this.#sequence(event));
      case EVENT_ALIAS:
        return this.#alias(event.anchorStart, event.anchorEnd).value ?? null;
      default:
        throw new TypeError('a node was expected among the events of the YAML parser');
    }
  }

  #scalar(event: ScalarEvent): JsonValue {
    if (event.tagStart >= 0) return this.#finite(this.#taggedScalar(event), event);
    if (event.style !== SCALAR_STYLE_PLAIN) return this.#textOf(event);
    if (event.valueStart < 0) return null;
    const value = resolvePlain(this.#textOf(event));
    return typeof value === 'number' ? this.#finite(value, event) : value;
  }

  #textOf(event: ScalarEvent): string {
    return event.fast ? this.#text.slice(event.valueStart, event.valueEnd) : getScalarValue(this.#text, event);
  }

  #taggedScalar(event: ScalarEvent): ScalarValue {
    const tag = this.#text.slice(event.tagStart, event.tagEnd);
    const text = this.#textOf(event);
    const value = resolveTagged(tag, text);
    if (value !== undefined) return value;
    throw new YamlStop({
      code: 'yaml/bad-tag',
      message: `${JSON.stringify(shorten(text))} is not what its tag ${tag} says; correct the value or remove the tag`,
      start: event.tagStart,
      end: Math.max(event.tagEnd, event.valueEnd),
    });
  }

  #finite(value: ScalarValue, event: ScalarEvent): ScalarValue {
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    throw new YamlStop({
      code: 'yaml/not-json',
      message: `${this.#textOf(event)} cannot be stored by Kubernetes, whose numbers are those of JSON; put it in quotes if text is meant`,
      start: event.valueStart,
      end: event.valueEnd,
    });
  }

  #sequence(event: SequenceEvent): JsonValue {
    this.#enter(event.start);
    const items: JsonValue[] = [];
    while (this.#events[this.#at]?.type !== EVENT_POP) items.push(this.#readNode());
    this.#at++;
    this.#depth--;
    return items;
  }

  #mapping(event: MappingEvent): JsonValue {
    this.#enter(event.start);
    const first = this.#at;
    const object: Record<string, JsonValue> = {};
    let count = 0;
    let merges = false;
    for (;;) {
      const next = this.#events[this.#at];
      if (next?.type === EVENT_POP) break;
      if (next !== undefined && isMergeKey(this.#text, next)) {
        this.#at++;
        this.#merge(object);
        merges = true;
        continue;
      }
      const key = this.#readKey();
      const value = this.#readNode();
      if (key.length === 9 && key === '__proto__') defineOwn(object, key, value);
      else object[key] = value;
      count++;
    }
    // Counting the keys once is cheaper than asking for each whether it is there; a merge brings keys of its own.
    if (merges || Object.keys(object).length !== count) this.#reportDuplicates(first);
    this.#at++;
    this.#depth--;
    return object;
  }

  #readKey(): string {
    const event = this.#events[this.#at];
    if (event?.type === EVENT_SCALAR) {
      const isSimple = event.anchorStart < 0 && event.tagStart < 0;
      if (isSimple && event.style !== SCALAR_STYLE_PLAIN) {
        this.#at++;
        return this.#textOf(event);
      }
      if (isSimple && event.valueStart >= 0) {
        const key = plainKey(this.#textOf(event));
        if (key !== undefined) {
          this.#at++;
          return key;
        }
      }
    }
    return this.#readUnusualKey();
  }

  /** A key with an anchor or a tag, an alias, null, a collection. */
  #readUnusualKey(): string {
    const event = this.#events[this.#at];
    if (event?.type === EVENT_ALIAS) {
      this.#at++;
      const anchored = this.#alias(event.anchorStart, event.anchorEnd);
      if (anchored.key !== undefined) return anchored.key;
      throw keyProblem('the alias stands for something', event.anchorStart - 1, event.anchorEnd);
    }
    if (event?.type === EVENT_SCALAR) {
      this.#at++;
      const key = this.#keyOf(event);
      if (event.anchorStart >= 0) {
        const value = event.tagStart >= 0 ? this.#taggedScalar(event) : this.#scalar(event);
        this.#remember(event.anchorStart, event.anchorEnd, { value, key, nodes: 1, height: 0 });
      }
      if (key !== undefined) return key;
      const start = Math.max(event.valueStart, 0);
      throw keyProblem('null', start, Math.max(event.valueEnd, start));
    }
    const start = event?.type === EVENT_MAPPING || event?.type === EVENT_SEQUENCE ? event.start : 0;
    throw keyProblem(event?.type === EVENT_MAPPING ? 'a map' : 'a list', start, start + 1);
  }

  #keyOf(event: ScalarEvent): string | undefined {
    const text = this.#textOf(event);
    if (event.tagStart >= 0) return keyOfScalar(this.#taggedScalar(event), text);
    return event.style === SCALAR_STYLE_PLAIN ? plainKey(text) : text;
  }

  /** `<<`: go-yaml v2 sets the merged keys where the merge key stands, over those above it; keys below go over them. */
  #merge(object: Record<string, JsonValue>): void {
    const event = this.#events[this.#at];
    const isList = event?.type === EVENT_SEQUENCE;
    const value = this.#readNode();
    const sources = isList && isArray(value) ? [...value].reverse() : [value];
    for (const source of sources) {
      if (!isObject(source)) {
        const start = event === undefined ? 0 : startOfEvent(event);
        throw new YamlStop({
          code: 'yaml/bad-merge',
          message: 'the merge key << takes a map or a list of maps; give it an alias of a map',
          start,
          end: event?.type === EVENT_ALIAS ? event.anchorEnd : start + 1,
        });
      }
      for (const key of Object.keys(source)) defineOwn(object, key, source[key] ?? null);
    }
  }

  #anchoredScalar(event: ScalarEvent): JsonValue {
    const value = this.#scalar(event);
    this.#remember(event.anchorStart, event.anchorEnd, { value, key: this.#keyOf(event), nodes: 1, height: 0 });
    return value;
  }

  #anchored(event: MappingEvent | SequenceEvent, read: () => JsonValue): JsonValue {
    const anchored: Anchored = { value: undefined, key: undefined, nodes: 0, height: 0 };
    this.#remember(event.anchorStart, event.anchorEnd, anchored);
    const outerDeepest = this.#deepest;
    this.#deepest = this.#depth;
    const firstNode = this.#at + this.#anchors.expandedNodes;
    anchored.value = read();
    anchored.nodes = this.#at + this.#anchors.expandedNodes - firstNode;
    anchored.height = this.#deepest - this.#depth;
    this.#deepest = Math.max(this.#deepest, outerDeepest);
    return anchored.value;
  }

  #remember(start: number, end: number, anchored: Anchored): void {
    this.#anchors.set(this.#text.slice(start, end), anchored);
  }

  #alias(start: number, end: number): Anchored {
    const anchored = this.#anchors.expand(this.#text.slice(start, end), { start: start - 1, end }, this.#at);
    this.#deepest = Math.max(this.#deepest, this.#depth + anchored.height);
    if (this.#depth + anchored.height > this.#limits.depth) {
      throw new YamlStop(tooDeep(start - 1, end, this.#limits.depth));
    }
    return anchored;
  }

  #enter(start: number): void {
    if (++this.#depth > this.#deepest) this.#deepest = this.#depth;
    if (this.#depth > this.#limits.depth) throw new YamlStop(tooDeep(start, start + 1, this.#limits.depth));
  }

  /** Reads the keys of a mapping a second time, to say which of them are there twice. */
  #reportDuplicates(first: number): void {
    const end = this.#at;
    const seen = new Set<string>();
    this.#at = first;
    while (this.#at < end) {
      const event = this.#events[this.#at];
      if (event === undefined) break;
      if (isMergeKey(this.#text, event)) this.#at++;
      else {
        const key = this.#readKey();
        const [start, keyEnd] = rangeOfEvent(event);
        if (seen.has(key) && this.problems.length < MAX_DUPLICATES) {
          const message = `the key ${JSON.stringify(shorten(key))} stands twice in this map; remove one of the two`;
          this.problems.push({ code: 'yaml/duplicate-key', message, start, end: keyEnd });
        }
        seen.add(key);
      }
      this.#skipNode();
    }
    this.#at = end;
  }

  #skipNode(): void {
    let open = 0;
    do {
      const type = this.#events[this.#at++]?.type;
      if (type === EVENT_MAPPING || type === EVENT_SEQUENCE) open++;
      else if (type === EVENT_POP) open--;
    } while (open > 0);
  }
}

/** Whether a key is the merge key: a plain `<<`, or one with the tag. In quotes it is a key like any other. */
export function isMergeKey(text: string, event: Event): boolean {
  if (event.type !== EVENT_SCALAR || event.valueEnd - event.valueStart !== 2) return false;
  if (text.charCodeAt(event.valueStart) !== 60 || text.charCodeAt(event.valueStart + 1) !== 60) return false;
  return event.tagStart < 0
    ? event.style === SCALAR_STYLE_PLAIN
    : text.slice(event.tagStart, event.tagEnd) === '!!merge';
}

/** A key of hostile input is a plain own key, `__proto__` too. */
function defineOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function keyProblem(what: string, start: number, end: number): YamlStop {
  const message = `${what} cannot be a key: Kubernetes takes text (numbers and booleans become text); put it in quotes if text is meant`;
  return new YamlStop({ code: 'yaml/not-json', message, start, end });
}

function startOfEvent(event: Event): number {
  return rangeOfEvent(event)[0];
}

function rangeOfEvent(event: Event): readonly [start: number, end: number] {
  switch (event.type) {
    case EVENT_SCALAR: {
      const quote = event.style === 2 || event.style === 3 ? 1 : 0;
      return [Math.max(0, event.valueStart - quote), Math.max(0, event.valueEnd + quote)];
    }
    case EVENT_ALIAS:
      return [event.anchorStart - 1, event.anchorEnd];
    case EVENT_MAPPING:
    case EVENT_SEQUENCE:
      return [event.start, event.start + 1];
    default:
      return [0, 0];
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
