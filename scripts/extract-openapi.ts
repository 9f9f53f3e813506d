import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../test/github-twin/rest/answer-call.ts';
import { DELIVERIES } from '../test/github-twin/webhooks/deliveries.ts';

/**
 * Takes the operations and webhooks that the twin of GitHub knows out of GitHub's own description of its API, MIT licensed, in
 * `@octokit/openapi`. The package has 385 MB and changes daily, so it is no dependency: install the version below somewhere
 * and name the folder.
 *
 *     npm install --prefix FOLDER @octokit/openapi@23.0.2
 *     node scripts/extract-openapi.ts FOLDER
 */
const VERSION = '23.0.2';
const OUTPUT = new URL('../test/github-twin/contract/inputs/github-openapi.json', import.meta.url);

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/**
 * What is left out: words for people, which are most of the size; formats, of which ajv knows none by itself; and limits of size,
 * to which GitHub has an answer of its own, which the twin gives.
 */
const LEFT_OUT: readonly string[] = [
  'default',
  'deprecated',
  'description',
  'example',
  'examples',
  'externalDocs',
  'format',
  'maxItems',
  'maxLength',
  'title',
];

const packageFolder = join(process.argv[2] ?? '.', 'node_modules/@octokit/openapi');
const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
if (version !== VERSION) throw new Error(`@octokit/openapi is ${version} in ${packageFolder}: install ${VERSION}`);
const description: JsonObject = JSON.parse(readFileSync(join(packageFolder, 'generated/api.github.com.json'), 'utf8'));
const text = print(extract(description));
writeFileSync(OUTPUT, text);
console.log(`${OPERATIONS.length} operations, ${DELIVERIES.length} webhooks, ${Math.round(text.length / 1000)} kB`);

/** The operations, and the schemas that they lead to. */
function extract(document: JsonObject): Extract {
  const operations = Object.fromEntries(OPERATIONS.map((name) => [name, extractOperation(document, name)]));
  const webhooks = Object.fromEntries(DELIVERIES.map((name) => [name, extractWebhook(document, name)]));
  const schemas: Record<string, Json> = {};
  const waiting = schemasNamedIn([operations, webhooks]);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in schemas) continue;
    const schema = normalise(at(document, 'components', 'schemas', name));
    schemas[name] = schema;
    waiting.push(...schemasNamedIn(schema));
  }
  return { version: VERSION, operations, webhooks, schemas };
}

interface Extract {
  readonly version: string;
  readonly operations: JsonObject;
  readonly webhooks: JsonObject;
  readonly schemas: JsonObject;
}

function extractOperation(document: JsonObject, name: string): Json {
  const [method = '', template = ''] = name.split(' ');
  const operation = at(document, 'paths', template, method.toLowerCase());
  const body = optional(operation, 'requestBody');
  return {
    documentation: at(operation, 'externalDocs', 'url'),
    query: parametersOf(document, operation),
    ...(body === undefined ? {} : { body: normalise(jsonSchemaOf(document, body) ?? {}) }),
    answers: Object.fromEntries(
      Object.entries(objectOf(at(operation, 'responses'))).map(([status, answer]) => {
        const schema = jsonSchemaOf(document, answer);
        return [status, schema === undefined ? null : normalise(schema)];
      }),
    ),
  };
}

function extractWebhook(document: JsonObject, name: string): Json {
  return normalise(jsonSchemaOf(document, at(document, 'x-webhooks', name, 'post', 'requestBody')) ?? {});
}

function parametersOf(document: JsonObject, operation: Json): Json {
  const parameters = listOf(optional(operation, 'parameters') ?? []).map((parameter) => resolve(document, parameter));
  const inQuery = parameters.filter((parameter) => at(parameter, 'in') === 'query');
  return Object.fromEntries(
    inQuery.map((parameter) => [String(at(parameter, 'name')), normalise(at(parameter, 'schema'))]),
  );
}

function jsonSchemaOf(document: JsonObject, bodyOrAnswer: Json): Json | undefined {
  const content = optional(resolve(document, bodyOrAnswer), 'content');
  const json = content === undefined ? undefined : optional(content, 'application/json');
  return json === undefined ? undefined : at(json, 'schema');
}

/** Follows a reference to anything but a schema. Schemas keep theirs. */
function resolve(document: JsonObject, value: Json): Json {
  const reference = optional(value, '$ref');
  return typeof reference === 'string' ? at(document, ...reference.replace('#/', '').split('/')) : value;
}

/** From OpenAPI 3.0 to JSON Schema: `nullable` becomes a type, and a null among the values. */
function normalise(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(normalise);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = objectOf(schema);
  const kept = Object.entries(rest).filter(([key]) => !LEFT_OUT.includes(key) && !key.startsWith('x-'));
  const plain: Record<string, Json> = Object.fromEntries(
    // Some of the alternatives overlap, and what is as two of them say is right all the more.
    kept.map(([key, value]) => [key === 'oneOf' ? 'anyOf' : key, normaliseMember(key, value)]),
  );
  if (typeof plain.$ref === 'string') plain.$ref = plain.$ref.replace('#/components/schemas/', 'github#/schemas/');
  return nullable === true ? orNull(plain) : plain;
}

function normaliseMember(key: string, value: Json): Json {
  if (key === 'enum' || key === 'required') return value;
  if (key !== 'properties') return normalise(value);
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, schema]) => [name, normalise(schema)]));
}

function orNull(schema: Record<string, Json>): Json {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return {
    ...schema,
    type: [schema.type, 'null'],
    ...(Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}),
  };
}

function schemasNamedIn(value: Json): string[] {
  return [...JSON.stringify(value).matchAll(/"github#\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
}

function at(value: Json, ...path: readonly string[]): Json {
  return path.reduce<Json>((inner, key) => {
    const found = optional(inner, key);
    if (found === undefined) throw new Error(`GitHub's description has no ${path.join(' › ')}: it lacks ${key}`);
    return found;
  }, value);
}

function optional(value: Json, key: string): Json | undefined {
  return objectOf(value)[key];
}

function objectOf(value: Json): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`no object: ${JSON.stringify(value)}`);
  return value as JsonObject;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** One operation or schema a line, so that a newer version shows what changed. */
function print({ version: of, operations, webhooks, schemas }: Extract): string {
  const lines = (members: JsonObject) =>
    Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{"version": ${JSON.stringify(of)},\n"operations": {\n${lines(operations).join(',\n')}\n},\n"webhooks": {\n${lines(webhooks).join(',\n')}\n},\n"schemas": {\n${lines(schemas).join(',\n')}\n}}\n`;
}
