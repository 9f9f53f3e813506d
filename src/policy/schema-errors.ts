import { didYouMean } from '../base/did-you-mean.ts';
import { isArray, isObject, type JsonValue } from '../base/json.ts';
import { formatPath, type Path } from '../base/path.ts';
import type { SchemaError } from '../base/validators.generated.js';
import { valueAt } from '../base/value-at.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Span } from '../text/span.ts';
import type { YamlDocument } from '../yaml/parse-yaml.ts';

/** A document that a schema judged, and what it is called: `the configuration`. */
export interface CheckedDocument {
  readonly document: YamlDocument;
  readonly name: string;
}

/** What the schema found wrong with a document, said to its author: the place, the key, what is allowed there. */
export function schemaErrors(checked: CheckedDocument, found: readonly SchemaError[]): readonly ConfigError[] {
  return found
    .filter(({ propertyName }) => propertyName === undefined)
    .map((error) => schemaError(checked, error))
    .toSorted((left, right) => startOf(left) - startOf(right));
}

function schemaError(checked: CheckedDocument, error: SchemaError): ConfigError {
  const { document } = checked;
  const path = pathOf(error.instancePath, document.value);
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(checked, [...path, String(error.params.additionalProperty)], error);
    case 'required':
      return new ConfigError(`${nameOf(path, checked)} has no "${error.params.missingProperty}"`, {
        code: 'config/invalid-value',
        span: document.locate(path).span,
        remedy: `Add "${error.params.missingProperty}"${hint(propertiesOf(error)?.[String(error.params.missingProperty)])}.`,
      });
    case 'propertyNames':
      return wrongKey(checked, [...path, String(error.params.propertyName)], error);
    case 'enum':
      return notAllowed(checked, path, allowedValues(error.params.allowedValues));
    default:
      return wrongValue(checked, path, error);
  }
}

function unknownKey(checked: CheckedDocument, path: Path, error: SchemaError): ConfigError {
  const key = String(path.at(-1));
  const known = Object.keys(propertiesOf(error) ?? {});
  const meant = didYouMean(key, known);
  const parent = path.slice(0, -1);
  const place = checked.document.locate(path);
  return new ConfigError(`unknown key "${key}"${parent.length > 0 ? ` in ${nameOf(parent, checked)}` : ''}`, {
    code: 'config/unknown-key',
    span: place.keySpan ?? place.span,
    remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Known here: ${known.join(', ')}.`,
  });
}

function wrongKey(checked: CheckedDocument, path: Path, { parentSchema }: SchemaError): ConfigError {
  const wanted = parentSchema?.propertyNames;
  const place = checked.document.locate(path);
  return new ConfigError(`"${path.at(-1)}" is no key of ${nameOf(path.slice(0, -1), checked)}`, {
    code: 'config/invalid-value',
    span: place.keySpan ?? place.span,
    remedy: isObject(wanted) ? String(wanted.description) : undefined,
  });
}

function notAllowed(checked: CheckedDocument, path: Path, allowed: readonly string[]): ConfigError {
  const { document } = checked;
  const value = valueAt(document.value, path);
  const meant = typeof value === 'string' ? didYouMean(value, allowed) : undefined;
  return new ConfigError(`${nameOf(path, checked)} is ${written(value)}, which is not allowed`, {
    code: 'config/invalid-value',
    span: document.locate(path).span,
    remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Allowed: ${allowed.join(', ')}.`,
  });
}

function wrongValue(checked: CheckedDocument, path: Path, error: SchemaError): ConfigError {
  const { document } = checked;
  const value = valueAt(document.value, path);
  const span = document.locate(path).span;
  const wanted = expectation(error);
  return new ConfigError(`${nameOf(path, checked)} must be ${wanted}; it is ${written(value)}`, {
    code: 'config/invalid-value',
    span,
    remedy: unquoted(error, value) ? `Put it in quotes: "${textOf(span)}".` : descriptionOf(error),
  });
}

/** `kubernetes: 1.30` is the number 1.3 to YAML. */
function unquoted(error: SchemaError, value: JsonValue | undefined): boolean {
  return (
    error.keyword === 'type' &&
    typesOf(error).includes('string') &&
    (typeof value === 'number' || typeof value === 'boolean')
  );
}

function expectation(error: SchemaError): string {
  if (error.keyword === 'minimum') return `${error.params.limit} or more`;
  if (error.keyword === 'maximum') return `${error.params.limit} or less`;
  if (error.keyword === 'minItems') return 'a list that is not empty';
  if (error.keyword === 'type')
    return typesOf(error)
      .map((type) => TYPE_NAMES[type] ?? type)
      .join(' or ');
  const example = examplesOf(error.parentSchema)[0];
  return example === undefined
    ? `another value (${error.message ?? error.keyword})`
    : `like ${JSON.stringify(example)}`;
}

const TYPE_NAMES: { readonly [type: string]: string } = {
  string: 'text',
  array: 'a list',
  object: 'a mapping of keys',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
};

function written(value: JsonValue | undefined): string {
  if (isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (isObject(value)) return 'a mapping of keys';
  if (value === null || value === undefined) return 'empty';
  return typeof value === 'string' ? JSON.stringify(value) : `the ${typeof value} ${value}`;
}

function descriptionOf(error: SchemaError): string | undefined {
  const description = error.parentSchema?.description;
  return typeof description === 'string' ? description : undefined;
}

function hint(schema: unknown): string {
  const example = examplesOf(schema)[0];
  return example === undefined ? '' : `, such as ${JSON.stringify(example)}`;
}

function examplesOf(schema: unknown): readonly unknown[] {
  const examples = isObject(schema) ? schema.examples : undefined;
  return isArray(examples) ? examples : [];
}

function propertiesOf(error: SchemaError) {
  const properties = error.parentSchema?.properties;
  return isObject(properties) ? properties : undefined;
}

function typesOf(error: SchemaError): readonly string[] {
  const type = error.params.type;
  return Array.isArray(type) ? type.map(String) : String(type).split(',');
}

function allowedValues(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

function nameOf(path: Path, { name }: CheckedDocument): string {
  return path.length === 0 ? name : `"${formatPath(path)}"`;
}

/** The path of a JSON pointer into a value: a step into a list is a number. */
function pathOf(pointer: string, root: JsonValue | undefined): Path {
  let value = root;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const next = isArray(value) ? Number(key) : key;
      value = valueAt(value, [next]);
      return next;
    });
}

function textOf(span: Span): string {
  return span.source.text.slice(span.start, span.end);
}

function startOf(error: ConfigError): number {
  return error.span?.start ?? 0;
}
