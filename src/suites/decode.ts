import { didYouMean } from '../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import { formatPath, type Path } from '../base/path.ts';
import { PolicyError } from '../errors/tidewaiter-error.ts';
import type { Span } from '../text/span.ts';
import type { YamlDocument } from '../yaml/yaml-stream.ts';

/** Reads a value as one type. Throws a DecodeFailure, which `decodeDocument` turns into an error with its place. */
export type Decoder<Value> = (value: JsonValue, path: Path) => Value;

class DecodeFailure extends Error {
  readonly path: Path;
  readonly code: 'policy/unknown-field' | 'policy/wrong-type';
  readonly remedy: string;

  constructor(path: Path, code: DecodeFailure['code'], message: string, remedy: string) {
    super(message);
    this.path = path;
    this.code = code;
    this.remedy = remedy;
  }
}

export const text: Decoder<string> = (value, path) => {
  if (typeof value === 'string') return value;
  throw wrongType(path, 'text', value);
};

export const flag: Decoder<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw wrongType(path, 'true or false', value);
};

export const number: Decoder<number> = (value, path) => {
  if (typeof value === 'number') return value;
  throw wrongType(path, 'a number', value);
};

export const anything: Decoder<JsonValue> = (value) => value;

export const object: Decoder<JsonObject> = (value, path) => {
  if (isObject(value)) return value;
  throw wrongType(path, 'a map', value);
};

export function listOf<Item>(item: Decoder<Item>): Decoder<readonly Item[]> {
  return (value, path) => {
    if (!isArray(value)) throw wrongType(path, 'a list', value);
    return value.map((each, index) => item(each, [...path, index]));
  };
}

export function mapOf<Item>(item: Decoder<Item>): Decoder<{ readonly [key: string]: Item }> {
  return (value, path) => {
    const entries = Object.entries(object(value, path));
    return Object.fromEntries(entries.map(([key, each]) => [key, item(each, [...path, key])]));
  };
}

export type Fields = { readonly [name: string]: Decoder<unknown> };
export type Decoded<Table extends Fields> = { readonly [Name in keyof Table]?: ReturnType<Table[Name]> };

/**
 * A map with known keys. As Go decodes JSON strictly: an unknown key is an error, keys are compared without regard to case,
 * and null is the same as nothing.
 */
export function fields<const Table extends Fields>(table: Table): Decoder<Decoded<Table>> {
  const names = new Map(Object.keys(table).map((name) => [name.toLowerCase(), name]));
  return (value, path) => {
    const result: { [name: string]: unknown } = {};
    for (const [key, each] of Object.entries(object(value, path))) {
      const name = Object.hasOwn(table, key) ? key : names.get(key.toLowerCase());
      const decoder = name === undefined ? undefined : table[name];
      if (name === undefined || decoder === undefined) throw unknownField(path, key, Object.keys(table));
      if (each !== null) result[name] = decoder(each, [...path, key]);
    }
    return result as Decoded<Table>;
  };
}

/** Reads a document's value. Throws a PolicyError with its place: tests belong to whoever writes policies. */
export function decodeDocument<Value>(document: YamlDocument, decoder: Decoder<Value>): Value {
  try {
    return decoder(document.value ?? null, []);
  } catch (failure) {
    if (!(failure instanceof DecodeFailure)) throw failure;
    const { path, code, remedy } = failure;
    throw suiteError(document, path, code, failure.message, remedy);
  }
}

export function suiteError(
  document: YamlDocument,
  path: Path,
  code: 'policy/unknown-field' | 'policy/wrong-type' | 'policy/missing-field' | 'policy/invalid-value',
  message: string,
  remedy: string,
): PolicyError {
  const { span, keySpan } = document.locate(path);
  const place: Span = code === 'policy/unknown-field' ? (keySpan ?? span) : span;
  return new PolicyError(message, { code, span: place, remedy });
}

function wrongType(path: Path, wanted: string, value: JsonValue): DecodeFailure {
  const found =
    value === null ? 'nothing' : isArray(value) ? 'a list' : isObject(value) ? 'a map' : JSON.stringify(value);
  const name = path.length === 0 ? 'the document' : formatPath(path);
  return new DecodeFailure(path, 'policy/wrong-type', `${name} must be ${wanted}, and is ${found}`, `Write ${wanted}.`);
}

function unknownField(path: Path, key: string, known: readonly string[]): DecodeFailure {
  const meant = didYouMean(key, known);
  return new DecodeFailure(
    [...path, key],
    'policy/unknown-field',
    `there is no field ${formatPath([...path, key])}`,
    meant === undefined ? `Known are: ${known.join(', ')}.` : `Did you mean ${meant}?`,
  );
}
