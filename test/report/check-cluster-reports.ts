import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

/** An object of the Policy Report API or of OpenReports. */
export interface ClusterReport {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly results: readonly (JsonObject & { readonly result: string })[];
  readonly summary: { readonly [result: string]: number };
}

const validators = new Map<string, ValidateFunction<ClusterReport>>();

/** Reads the documents of a report as kubectl would, held to their definition in the cluster, to valid names and to what they count. */
export function checkClusterReports(text: string, definition: string): readonly ClusterReport[] {
  // kubectl's go-yaml reads YAML 1.1, as our own reader does, and most others 1.2: it has to mean the same.
  const documents = parseAllDocuments(text, { merge: false }).map((document) => {
    if (document.errors.length > 0) throw new Error(`no YAML: ${document.errors[0]?.message}`);
    return document.toJS();
  });
  const again = parseYaml({ file: 'report.yaml', revision: 'disk', text }).documents.map(({ value }) => value);
  expect(again).toEqual(documents);
  JSON.stringify(documents, (_, value) => {
    if (typeof value === 'string' && !value.isWellFormed()) throw new Error('go-yaml refuses half a surrogate pair');
    return value;
  });
  return documents.map((document) => checkReport(document, definition));
}

function checkReport(report: unknown, definition: string): ClusterReport {
  const validate = validators.get(definition) ?? compile(definition);
  validators.set(definition, validate);
  if (!validate(report)) throw new Error(`against its definition: ${JSON.stringify(validate.errors)}`);
  const { kind, metadata, results, summary } = report;
  if (!NAME.test(metadata.name)) throw new Error(`no name: ${metadata.name}`);
  if (kind.startsWith('Cluster') === 'namespace' in metadata) throw new Error(`${kind} and its namespace`);
  if (metadata.namespace !== undefined && !NAME.test(metadata.namespace)) throw new Error('no namespace');
  for (const [word, count] of Object.entries(summary)) {
    if (results.filter(({ result }) => result === word).length !== count) throw new Error(`not ${count} ${word}`);
  }
  return report;
}

const NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

function compile(definition: string): ValidateFunction<ClusterReport> {
  const file = new URL(`./inputs/schemas/${definition}`, import.meta.url);
  const { schema } = parse(readFileSync(file, 'utf8')).spec.versions[0];
  const ajv = new Ajv({ allErrors: true, strict: false, formats: { int32: true, int64: true } });
  return ajv.compile<ClusterReport>(Object(closed(schema.openAPIV3Schema)));
}

/** The API server drops what a definition does not know: nothing of it may be there to begin with. */
function closed(schema: JsonValue): JsonValue {
  if (isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const);
  const isClosed = isObject(schema.properties) && schema.type === 'object';
  return { ...Object.fromEntries(entries), ...(isClosed ? { additionalProperties: false } : {}) };
}
