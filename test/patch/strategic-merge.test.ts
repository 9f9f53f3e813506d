import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.ts';
import type { MergeSchema } from '../../src/patch/merge-schema.ts';
import { StrategicMergeError, strategicMerge } from '../../src/patch/strategic-merge.ts';
import { jsonValues } from './json-values.ts';

const SCHEMA: MergeSchema = {
  fields: {
    items: { list: { keys: ['name'], items: { fields: { ports: { list: { keys: ['port', 'protocol'] } } } } } },
    words: { list: { keys: [] } },
    spec: { fields: { items: { list: { keys: ['name'] } } } },
  },
};

type Row = readonly [title: string, value: JsonValue, patch: JsonValue, merged: JsonValue | undefined];

/** kyaml's merge2: its help text, and what its walk does to lists with the option to prepend. */
const ROWS: readonly Row[] = [
  ['a scalar is replaced', { a: 3 }, { a: 5 }, { a: 5 }],
  ['text stays text', { a: 'x', b: 'x' }, { a: true, b: 1.5 }, { a: 'true', b: '1.5' }],
  ['what was no text becomes what the patch has', { a: 1, b: false }, { a: 'x', b: 'true' }, { a: 'x', b: 'true' }],
  ['null removes', { a: 1, b: 2 }, { a: null }, { b: 2 }],
  ['null where nothing is', { a: 1 }, { b: null }, { a: 1 }],
  ['an object is merged', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
  ['nulls of what is added go', {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  ['an empty object is added', {}, { a: {} }, { a: {} }],
  ['a list without keys is replaced', { a: [1, 2, 3] }, { a: [4] }, { a: [4] }],
  [
    'and left whole as the patch has it',
    { a: [] },
    { a: [{ b: null, $patch: 'x' }] },
    { a: [{ b: null, $patch: 'x' }] },
  ],
  ['null where an object was is filled', { a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
  [
    'a new item comes first',
    { items: [{ name: 'a' }] },
    { items: [{ name: 'b' }] },
    { items: [{ name: 'b' }, { name: 'a' }] },
  ],
  [
    'an item is merged and comes first',
    {
      items: [
        { name: 'a', x: 1 },
        { name: 'b', x: 1 },
      ],
    },
    { items: [{ name: 'b', y: 2 }] },
    {
      items: [
        { name: 'b', x: 1, y: 2 },
        { name: 'a', x: 1 },
      ],
    },
  ],
  [
    'items in the order of the patch',
    { items: [{ name: 'a' }] },
    { items: [{ name: 'c' }, { name: 'b' }] },
    { items: [{ name: 'c' }, { name: 'b' }, { name: 'a' }] },
  ],
  [
    'an item that stands twice in the patch',
    {},
    {
      items: [
        { name: 'a', x: 1 },
        { name: 'a', y: 2 },
      ],
    },
    { items: [{ name: 'a', x: 1, y: 2 }] },
  ],
  ['scalars of a merged list', { words: ['a', 'b'] }, { words: ['c', 'b'] }, { words: ['c', 'b', 'a'] }],
  ['null removes a merged list', { items: [{ name: 'a' }], b: 1 }, { items: null }, { b: 1 }],
  ['$patch: delete removes an object', { a: { b: 1 }, c: 1 }, { a: { $patch: 'delete' } }, { c: 1 }],
  ['$patch: replace replaces an object', { a: { b: 1, c: 2 } }, { a: { $patch: 'replace', d: 3 } }, { a: { d: 3 } }],
  ['$patch: merge merges', { a: { b: 1 } }, { a: { $patch: 'merge', c: 2 } }, { a: { b: 1, c: 2 } }],
  [
    '$patch: delete removes an item',
    { items: [{ name: 'a' }, { name: 'b' }] },
    { items: [{ name: 'a', $patch: 'delete' }] },
    { items: [{ name: 'b' }] },
  ],
  ['$patch: delete of what is not there', { a: 1 }, { b: { $patch: 'delete' } }, { a: 1 }],
  ['$patch in what is added', {}, { a: { $patch: 'replace', b: 1 } }, { a: { b: 1 } }],
  ['$patch: delete of everything', { a: 1 }, { $patch: 'delete' }, undefined],
  [
    'a nested schema',
    { spec: { items: [{ name: 'a' }] } },
    { spec: { items: [{ name: 'b' }] } },
    { spec: { items: [{ name: 'b' }, { name: 'a' }] } },
  ],
  [
    'ports of two protocols',
    { items: [{ name: 'a', ports: [{ port: 53, protocol: 'TCP' }] }] },
    { items: [{ name: 'a', ports: [{ port: 53, protocol: 'UDP' }] }] },
    {
      items: [
        {
          name: 'a',
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
      ],
    },
  ],
  [
    'a port without a protocol',
    { items: [{ name: 'a', ports: [{ port: 80, x: 1 }] }] },
    { items: [{ name: 'a', ports: [{ port: 80, y: 2 }] }] },
    { items: [{ name: 'a', ports: [{ port: 80, x: 1, y: 2 }] }] },
  ],
  [
    'a port whose protocol only one side names',
    { items: [{ name: 'a', ports: [{ port: 80, protocol: 'TCP', x: 1 }] }] },
    { items: [{ name: 'a', ports: [{ port: 80, y: 2 }] }] },
    { items: [{ name: 'a', ports: [{ port: 80, protocol: 'TCP', x: 1, y: 2 }] }] },
  ],
  [
    'a key that is a number here and text there',
    { items: [{ name: 1, x: 1 }] },
    { items: [{ name: '1', y: 1 }] },
    { items: [{ name: '1', x: 1, y: 1 }] },
  ],
];

describe('strategicMerge', () => {
  it.each(ROWS)('%s', (_, value, patch, merged) => {
    expect(strategicMerge(patch, value, SCHEMA)).toEqual(merged);
  });

  it.each<readonly [title: string, value: JsonValue, patch: JsonValue]>([
    ['an object for a list', { a: [] }, { a: {} }],
    ['a scalar for an object', { a: {} }, { a: 'x' }],
    ['a list for a scalar', { a: 'x' }, { a: [] }],
    ['an unknown directive', { a: {} }, { a: { $patch: 'remove' } }],
    ['an item without its key', { items: [{ name: 'a' }] }, { items: [{ x: 1 }] }],
    ['an item that is no object', { items: [] }, { items: ['a'] }],
  ])('refuses %s', (_, value, patch) => {
    expect(() => strategicMerge(patch, value, SCHEMA)).toThrow(StrategicMergeError);
  });

  it('keeps what the patch does not mention, the order of keys included', () => {
    const value = { z: { a: 1 }, items: [{ name: 'a', deep: { x: 1 } }], a: 1 };
    const merged = strategicMerge({ m: 1, items: [{ name: 'a', y: 1 }] }, value, SCHEMA);
    expect(JSON.stringify(merged)).toBe('{"z":{"a":1},"items":[{"name":"a","deep":{"x":1},"y":1}],"a":1,"m":1}');
    expect((merged as typeof value).z).toBe(value.z);
  });

  it('is idempotent, and an empty patch changes nothing', () => {
    fc.assert(
      fc.property(jsonValues(), jsonValues(), (value, patch) => {
        expect(strategicMerge({}, { a: value }, undefined)).toEqual({ a: value });
        const once = merge({ a: patch }, { a: value });
        if (once !== undefined) expect(merge({ a: patch }, once)).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });

  it('merges long lists in time that grows with their length', () => {
    const items = Array.from({ length: 30_000 }, (_, index) => ({ name: `i${index}` }));
    const patch = items.map(({ name }) => ({ name, x: 1 })).toReversed();
    const merged = strategicMerge({ items: patch }, { items }, SCHEMA);
    expect(JSON.stringify(merged)).toBe(JSON.stringify({ items: patch }));
  });

  it('takes __proto__ for a key like any other', () => {
    const merged = strategicMerge(JSON.parse('{"__proto__":{"x":1}}'), JSON.parse('{"__proto__":{"y":1}}'), undefined);
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"y":1,"x":1}}');
  });
});

function merge(patch: JsonValue, value: JsonValue): JsonValue | undefined {
  try {
    return strategicMerge(patch, value, undefined);
  } catch (error) {
    if (error instanceof StrategicMergeError) return undefined;
    throw error;
  }
}
