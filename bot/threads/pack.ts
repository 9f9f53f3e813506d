import {
  ConfigError,
  EngineError,
  type ErrorDetails,
  GitHubError,
  ManifestError,
  PolicyError,
  TidewaiterError,
} from '../../src/errors/tidewaiter-error.ts';

/**
 * A value as it goes to another thread. By itself structured cloning writes a text as often as it is named, so that a large file of which
 * a pull request has a thousand copies would take a thousand times its room; and of an error it keeps nothing but the words.
 */
export interface Packed<_Value> {
  readonly value: unknown;
  readonly texts: readonly string[];
  readonly errors: readonly PackedError[];
}

interface PackedError extends Omit<ErrorDetails, 'cause'> {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

/** Stands for a text or an error: nothing that is packed has such arrays of its own. */
type Reference = Uint32Array;
const TEXT = 0;
const ERROR = 1;

/** Shorter ones are written where they stand. */
const LONG = 256;

/**
 * Packs plain data: what JSON has, `undefined`, maps, and errors. What is the same object stays the same.
 * @throws Error for anything else, which would arrive as something that it is not
 */
export function pack<Value>(value: Value): Packed<Value> {
  return new Packing().packAll(value);
}

export function unpack<Value>({ value, texts, errors }: Packed<Value>): Value {
  return new Unpacking(texts, errors).unpack(value) as Value;
}

class Packing {
  readonly #texts = new Map<string, Reference>();
  readonly #errors: PackedError[] = [];
  readonly #known = new Map<object, unknown>();

  packAll<Value>(value: Value): Packed<Value> {
    const packed = this.#pack(value);
    return { value: packed, texts: [...this.#texts.keys()], errors: this.#errors };
  }

  #pack(value: unknown): unknown {
    if (typeof value === 'string') return value.length < LONG ? value : this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const packed = this.#packObject(value);
    this.#known.set(value, packed);
    return packed;
  }

  #text(text: string): Reference {
    const reference = this.#texts.get(text) ?? Uint32Array.of(TEXT, this.#texts.size);
    this.#texts.set(text, reference);
    return reference;
  }

  #packObject(value: object): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#pack(each));
    if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, this.#pack(each)]));
    if (value instanceof TidewaiterError) return this.#error(value);
    // A defect of ours, of which only its words are wanted.
    if (value instanceof Error) return value;
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      throw new Error(`${value.constructor.name} cannot go to another thread`);
    return mapMembers(value, (each) => this.#pack(each));
  }

  #error({ name, message, stack, code, span, remedy }: TidewaiterError): Reference {
    const packed = this.#pack({ name, message, stack, code, span, remedy });
    return Uint32Array.of(ERROR, this.#errors.push(packed as PackedError) - 1);
  }
}

class Unpacking {
  readonly #texts: readonly string[];
  readonly #errors: readonly PackedError[];
  readonly #known = new Map<unknown, unknown>();

  constructor(texts: readonly string[], errors: readonly PackedError[]) {
    this.#texts = texts;
    this.#errors = errors;
  }

  unpack(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || value instanceof Error) return value;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const unpacked = this.#unpackObject(value);
    this.#known.set(value, unpacked);
    return unpacked;
  }

  #unpackObject(value: object): unknown {
    if (value instanceof Uint32Array) return this.#follow(value);
    if (Array.isArray(value)) return value.map((each) => this.unpack(each));
    if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, this.unpack(each)]));
    return mapMembers(value, (each) => this.unpack(each));
  }

  #follow([kind, index = 0]: Reference): unknown {
    if (kind === TEXT) return this.#texts[index];
    const { name, message, stack, ...details } = this.unpack(this.#errors[index]) as PackedError;
    const Class = CLASSES[name as keyof typeof CLASSES] ?? EngineError;
    const error = new Class(message, details);
    if (stack !== undefined) error.stack = stack;
    return error;
  }
}

const CLASSES = { ConfigError, EngineError, GitHubError, ManifestError, PolicyError };

/** By definition, not by assignment: data may have a member `__proto__`. */
function mapMembers(value: object, map: (each: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, map(each)]));
}
