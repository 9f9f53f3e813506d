import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isArray, isObject, type JsonObject, type JsonValue } from '../src/base/json.ts';
import { parseYaml } from '../src/yaml/parse-yaml.ts';

/**
 * Takes the fields of ClusterPolicy and PolicyException out of the definitions that Kyverno installs, Apache-2.0 licensed: paths, types and
 * limits, without the words. Policy has the same ones as ClusterPolicy, and 1.18 has all of them but `reportProperties` in v2beta1. The module is no dependency:
 *
 *     go mod download -json github.com/kyverno/kyverno@v1.19.1        # its answer names the FOLDER
 *     node scripts/extract-kyverno-fields.ts FOLDER
 */
const VERSION = 'v1.19.1';
/** What is read, and the file of the tests that is written. */
const DEFINITIONS = {
  'kyverno.io_clusterpolicies.yaml': 'fields.tsv',
  'kyverno.io_policyexceptions.yaml': 'exception-fields.tsv',
};

const folder = process.argv[2] ?? '.';
if (!folder.endsWith(VERSION)) throw new Error(`${folder} does not end in ${VERSION}`);
for (const [definition, output] of Object.entries(DEFINITIONS)) {
  const file = `config/crds/kyverno/${definition}`;
  const source = { file, revision: 'base', text: readFileSync(join(folder, file), 'utf8') } as const;
  const crd = parseYaml(source, { documentBytes: source.text.length, depth: 100 }).documents[0]?.value;
  const lines = printFields(crd ?? null);
  const to = new URL(`../test/engines/kyverno/format/inputs/${output}`, import.meta.url);
  writeFileSync(to, `# Kyverno ${VERSION}, ${file}: versions, path, type, limits\n${lines.join('\n')}\n`);
  console.log(`${lines.length} fields of ${definition}`);
}

/** A line for each field: in which versions, its path, its type, and what limits its value. */
function printFields(crd: JsonValue): readonly string[] {
  const versions = new Map<string, string[]>();
  for (const version of itemsOf(at(crd, 'spec', 'versions'))) {
    const spec = at(version, 'schema', 'openAPIV3Schema', 'properties', 'spec');
    for (const field of fieldsOf(spec, 'spec')) {
      versions.set(field, [...(versions.get(field) ?? []), String(at(version, 'name'))]);
    }
  }
  return [...versions].map(([field, names]) => `${names.join(',')}\t${field}`);
}

function fieldsOf(schema: JsonValue, path: string): readonly string[] {
  if (!isObject(schema)) throw new Error(`${path} is no schema`);
  const properties = Object.entries(isObject(schema.properties) ? schema.properties : {});
  return [
    [path, typeOf(schema), ...limitsOf(schema)].join('\t'),
    ...properties.flatMap(([name, property]) => fieldsOf(property, `${path}.${name}`)),
    ...(isObject(schema.items) ? fieldsOf(schema.items, `${path}[]`) : []),
    ...(isObject(schema.additionalProperties) ? fieldsOf(schema.additionalProperties, `${path}{}`) : []),
  ];
}

function typeOf({ type, additionalProperties, properties }: JsonObject): string {
  if (type === undefined) return 'free';
  return type === 'object' && properties === undefined && additionalProperties !== undefined ? 'map' : String(type);
}

function limitsOf({ enum: allowed, required, minimum, maximum, maxLength }: JsonObject): readonly string[] {
  return [
    ...(allowed === undefined ? [] : [`enum=${itemsOf(allowed).join('|')}`]),
    ...(required === undefined ? [] : [`required=${itemsOf(required).join('|')}`]),
    ...Object.entries({ minimum, maximum, maxLength }).flatMap(([name, limit]) =>
      limit === undefined ? [] : [`${name}=${limit}`],
    ),
  ];
}

function at(value: JsonValue, ...path: readonly string[]): JsonValue {
  return path.reduce((inner, key) => (isObject(inner) ? (inner[key] ?? null) : null), value);
}

function itemsOf(value: JsonValue): readonly JsonValue[] {
  return isArray(value) ? value : [];
}
