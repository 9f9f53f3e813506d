import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/base/json.ts';
import { readConfiguration } from '../../src/policy/read-configuration.ts';

const read = (file: string): JsonObject =>
  JSON.parse(readFileSync(new URL(`../../schema/${file}`, import.meta.url), 'utf8'));
const schema = read('tidewaiter.schema.json');

/** Every property of the schema with its dotted name. */
function properties(
  node: JsonValue | undefined,
  path: readonly string[] = [],
): readonly (readonly [string, JsonObject])[] {
  if (isObject(node) && isObject(node.items)) return properties(node.items, [...path, '[]']);
  if (!isObject(node) || !isObject(node.properties)) return [];
  return Object.entries(node.properties).flatMap(([name, property]) =>
    isObject(property)
      ? [[[...path, name].join('.'), property] as const, ...properties(property, [...path, name])]
      : [],
  );
}

describe('the schema of the configuration', () => {
  it('describes every key, for editors show it', () => {
    expect(properties(schema).filter(([, property]) => typeof property.description !== 'string')).toEqual([]);
  });

  it('names the defaults that hold', () => {
    const empty = readConfiguration({ file: 'a.yml', revision: 'base', text: '' });
    for (const [name, property] of properties(schema)) {
      if (property.default === undefined) continue;
      const key = name.split('.').at(-1) ?? '';
      const parents = name.split('.').slice(0, -1);
      const text = [...parents, key]
        .map(
          (step, depth) =>
            `${'  '.repeat(depth)}${step}:${depth === parents.length ? ` ${JSON.stringify(property.default)}` : ''}`,
        )
        .join('\n');
      const said = readConfiguration({ file: 'a.yml', revision: 'base', text });
      // What the default says aloud changes nothing; only that it was said may be named as not acted upon.
      expect(withoutUnsupported(said), text).toEqual(withoutUnsupported(empty));
    }
  });
});

function withoutUnsupported(result: ReturnType<typeof readConfiguration>) {
  return result.outcome === 'read' ? result.configuration : result;
}

describe('the schema of the exemptions', () => {
  it('describes every key, for editors show it', () => {
    const keys = properties(read('exemptions.schema.json'));
    expect(keys.map(([name]) => name)).toContain('exemptions.[].approved-by');
    expect(keys.filter(([, property]) => typeof property.description !== 'string')).toEqual([]);
  });
});
