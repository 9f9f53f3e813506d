import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepEqual } from '../../src/base/deep-equal.ts';
import { isArray, isObject, type JsonValue } from '../../src/base/json.ts';
import type { Path } from '../../src/base/path.ts';
import { valueAt } from '../../src/base/value-at.ts';
import type { JsonPatch } from '../../src/model/json-patch.ts';
import { diffValues } from '../../src/patch/diff.ts';
import { tracePath } from '../../src/patch/trace-path.ts';
import { jsonValues } from './json-values.ts';

describe('tracePath', () => {
  it.each<readonly [title: string, patch: JsonPatch, path: Path, traced: Path, exact: boolean]>([
    ['nothing changed', [], ['a', 0], ['a', 0], true],
    ['behind an inserted item', [{ op: 'add', path: ['c', 0], value: {} }], ['c', 1, 'image'], ['c', 0, 'image'], true],
    ['before an inserted item', [{ op: 'add', path: ['c', 1], value: {} }], ['c', 0, 'image'], ['c', 0, 'image'], true],
    ['in an inserted item', [{ op: 'add', path: ['c', 0], value: {} }], ['c', 0, 'image'], ['c'], false],
    ['behind a removed item', [{ op: 'remove', path: ['c', 0] }], ['c', 0], ['c', 1], true],
    ['an added key', [{ op: 'add', path: ['spec', 'x'], value: { y: 1 } }], ['spec', 'x', 'y'], ['spec'], false],
    ['a replaced value', [{ op: 'replace', path: ['spec', 'x'], value: 1 }], ['spec', 'x'], ['spec', 'x'], true],
    ['inside a replaced value', [{ op: 'replace', path: ['spec'], value: { x: 1 } }], ['spec', 'x'], ['spec'], false],
    ['another list', [{ op: 'add', path: ['c', 0], value: {} }], ['d', 1], ['d', 1], true],
    [
      'what was added in what was added',
      [
        { op: 'add', path: ['spec', 'x'], value: {} },
        { op: 'add', path: ['spec', 'x', 'y'], value: 1 },
      ],
      ['spec', 'x', 'y'],
      ['spec'],
      false,
    ],
    ['a moved value', [{ op: 'move', from: ['c', 0], path: ['d'] }], ['d', 'x'], ['c', 0, 'x'], true],
    ['behind where a moved value was', [{ op: 'move', from: ['c', 0], path: ['d'] }], ['c', 0], ['c', 1], true],
  ])('%s', (_, patch, path, traced, exact) => {
    expect(tracePath(path, patch)).toEqual({ path: traced, exact });
  });

  it('an exact answer is a place of the value before, and a leaf that the patch left alone is the same there', () => {
    fc.assert(
      fc.property(jsonValues(), jsonValues(), (before, after) => {
        const patch = diffValues(before, after);
        for (const path of paths(after)) {
          const traced = tracePath(path, patch);
          expect(valueAt(before, traced.path)).toBeDefined();
          const touched = patch.some((operation) => operation.op !== 'remove' && deepEqual(operation.path, path));
          const value = valueAt(after, path);
          if (traced.exact && !touched && !isObject(value) && !isArray(value)) {
            expect(valueAt(before, traced.path)).toEqual(value);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

function paths(value: JsonValue, path: Path = []): Path[] {
  const steps: (readonly [string | number, JsonValue])[] = isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  return [path, ...steps.flatMap(([step, child]) => paths(child, [...path, step]))];
}
