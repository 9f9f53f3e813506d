import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, type JsonValue } from '../../src/base/json.ts';
import type { Path } from '../../src/base/path.ts';
import type { JsonPatch } from '../../src/model/json-patch.ts';
import { applyJsonPatch } from '../../src/patch/apply-json-patch.ts';
import { diffValues } from '../../src/patch/diff.ts';
import { jsonValues } from './json-values.ts';

const keyOf = (_: Path, item: JsonValue) => {
  const name = isObject(item) && Object.hasOwn(item, 'name') ? item.name : undefined;
  return typeof name === 'string' ? name : undefined;
};

describe('diffValues', () => {
  it.each<readonly [title: string, before: JsonValue, after: JsonValue, patch: JsonPatch]>([
    ['equal values', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
    ['a scalar', { a: 1, b: 2 }, { a: 1, b: 3 }, [{ op: 'replace', path: ['b'], value: 3 }]],
    ['another type', { a: {} }, { a: [] }, [{ op: 'replace', path: ['a'], value: [] }]],
    ['the root', 1, 2, [{ op: 'replace', path: [], value: 2 }]],
    [
      'keys',
      { a: 1, b: { c: 1 } },
      { b: { c: 1, d: null } },
      [
        { op: 'remove', path: ['a'] },
        { op: 'add', path: ['b', 'd'], value: null },
      ],
    ],
    ['an item put first', ['b', 'c'], ['a', 'b', 'c'], [{ op: 'add', path: [0], value: 'a' }]],
    ['an item taken out', ['a', 'b', 'c'], ['a', 'c'], [{ op: 'remove', path: [1] }]],
    [
      'an item changed inside',
      [{ x: 1, y: 1 }, { x: 2 }],
      [{ x: 1, y: 3 }, { x: 2 }],
      [{ op: 'replace', path: [0, 'y'], value: 3 }],
    ],
    [
      'items that moved up',
      ['c', 'a', 'b'],
      ['a', 'b', 'd'],
      [
        { op: 'remove', path: [0] },
        { op: 'add', path: [2], value: 'd' },
      ],
    ],
    [
      'items that moved down',
      ['a', 'b', 'q'],
      ['z', 'a', 'b'],
      [
        { op: 'add', path: [0], value: 'z' },
        { op: 'remove', path: [3] },
      ],
    ],
    ['null is a value', { a: null }, {}, [{ op: 'remove', path: ['a'] }]],
  ])('%s', (_, before, after, patch) => {
    expect(diffValues(before, after)).toEqual(patch);
  });

  it('knows list items by their key: an item put before changes nothing of the next', () => {
    const before = { containers: [{ name: 'web', image: 'a' }] };
    const after = { containers: [{ name: 'proxy' }, { name: 'web', image: 'b' }] };
    expect(diffValues(before, after, { keyOf })).toEqual([
      { op: 'add', path: ['containers', 0], value: { name: 'proxy' } },
      { op: 'replace', path: ['containers', 1, 'image'], value: 'b' },
    ]);
  });

  it.each([
    ['without keys', {}],
    ['with keys', { keyOf }],
  ])('its patch leads from the one value to the other, %s', (_, options) => {
    fc.assert(
      fc.property(jsonValues(), jsonValues(), (before, after) => {
        expect(applyJsonPatch(before, diffValues(before, after, options))).toEqual(after);
        expect(diffValues(before, before, options)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('leads from list to list when the items have keys', () => {
    const items = fc.uniqueArray(
      fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), value: fc.integer({ min: 0, max: 1 }) }),
      { selector: (item) => item.name },
    );
    fc.assert(
      fc.property(items, items, (before, after) => {
        const patch = diffValues(before, after, { keyOf });
        expect(applyJsonPatch(before, patch)).toEqual(after);
        // No item that both have is ever changed into another one.
        expect(patch.every((operation) => operation.path.at(-1) !== 'name')).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('answers for big lists in bounded time', () => {
    const before = Array.from({ length: 5_000 }, (_, index) => `item ${index % 4_500}`);
    const after = ['first', ...before.filter((_, index) => index % 100 !== 7), 'last'];
    const patch = diffValues(before, after);
    expect(applyJsonPatch(before, patch)).toEqual(after);
    // 50 are missing and 2 are new; what stands twice in the lists may cost more.
    expect(patch.length).toBeLessThan(1_100);
  });
});
