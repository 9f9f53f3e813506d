import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { applyJson6902 } from '../../../../src/engines/kyverno/mutation/json-6902.ts';
import type { KubernetesObject } from '../../../../src/model/kubernetes-object.ts';
import { jsonValues } from '../../../patch/json-values.ts';

function configMap(data: JsonValue): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data };
}

type Row = readonly [title: string, data: JsonValue, patch: string, patched: JsonValue | 'skip' | 'error'];

const ROWS: readonly Row[] = [
  ['YAML', { a: 1 }, '- op: add\n  path: /data/b\n  value: 2', { a: 1, b: 2 }],
  ['JSON', { a: 1 }, '[{"op": "replace", "path": "/data/a", "value": {"x": [1]}}]', { a: { x: [1] } }],
  [
    'several operations, in order',
    { a: 1 },
    '- {op: add, path: /data/b, value: 1}\n- {op: replace, path: /data/b, value: 2}',
    { a: 1, b: 2 },
  ],
  [
    'escapes',
    { 'a/b': 1, 'm~n': 2 },
    '- {op: remove, path: /data/a~1b}\n- {op: replace, path: /data/m~0n, value: 3}',
    { 'm~n': 3 },
  ],
  ['a tilde that escapes nothing', { 'a~': 1 }, '- {op: replace, path: "/data/a~", value: 2}', { 'a~': 2 }],
  ['the end of a list', [1], '- {op: add, path: /data/-, value: 2}', [1, 2]],
  ['inside a list', [1, 2], '- {op: add, path: /data/1, value: 3}', [1, 3, 2]],
  ['a negative index', [1, 2, 3], '- {op: remove, path: /data/-1}', [1, 2]],
  ['a negative index, replaced', [1, 2, 3], '- {op: replace, path: /data/-3, value: 0}', [0, 2, 3]],
  ['a negative index, added behind the last', [1, 2], '- {op: add, path: /data/-1, value: 3}', [1, 2, 3]],
  ['removes what is not there', { a: 1 }, '- {op: remove, path: /data/b/c}', 'skip'],
  ['removes an item that is not there', [1], '- {op: remove, path: /data/5}', 'skip'],
  ['makes parents', {}, '- {op: add, path: /data/a/b/c, value: 1}', { a: { b: { c: 1 } } }],
  ['makes a list', {}, '- {op: add, path: /data/a/0, value: x}', { a: ['x'] }],
  ['makes a list at its end', {}, '- {op: add, path: /data/a/-, value: x}', { a: ['x'] }],
  ['finds nothing in what it adds to a list on the way', {}, '- {op: add, path: /data/a/-/b, value: x}', 'error'],
  ['drops what stands before the first slash', { a: 1 }, '- {op: remove, path: x/data/a}', {}],
  ['removes from a list by name', [1], '- {op: remove, path: /data/a}', 'error'],
  ['removes the item behind the last', [1], '- {op: remove, path: /data/-}', 'error'],
  ['tests for null what is not there', { a: 1 }, '- {op: test, path: /data/b, value: null}', 'skip'],
  ['tests for null where the parent is not there', { a: 1 }, '- {op: test, path: /data/b/c, value: null}', 'error'],
  ['tests for null an item that is not there', [1], '- {op: test, path: /data/3, value: null}', 'error'],
  ['fills a list that it makes', {}, '- {op: add, path: /data/a/2, value: x}', { a: [null, null, 'x'] }],
  ['fills a list on the way', { a: [] }, '- {op: add, path: /data/a/1/b, value: x}', { a: [null, { b: 'x' }] }],
  ['fills null', { a: null }, '- {op: add, path: /data/a/b, value: x}', { a: { b: 'x' } }],
  ['overwrites with add', { a: 1 }, '- {op: add, path: /data/a, value: 2}', { a: 2 }],
  ['tests', { a: 1 }, '- {op: test, path: /data/a, value: 1}\n- {op: replace, path: /data/a, value: 2}', { a: 2 }],
  [
    'tests for what is not there',
    {},
    '- {op: test, path: /data/a, value: null}\n- {op: add, path: /data/a, value: 2}',
    { a: 2 },
  ],
  ['copies', { a: { x: 1 } }, '- {op: copy, from: /data/a, path: /data/b}', { a: { x: 1 }, b: { x: 1 } }],
  ['moves', { a: { x: 1 } }, '- {op: move, from: /data/a/x, path: /data/y}', { a: {}, y: 1 }],
  ['changes nothing', { a: 1 }, '- {op: replace, path: /data/a, value: 1}', 'skip'],
  ['is empty', { a: 1 }, '', 'skip'],
  ['text that YAML 1.1 reads as a boolean', { a: 1 }, '- {op: replace, path: /data/a, value: yes}', { a: true }],
  ['an own __proto__', {}, '- {op: add, path: /data/__proto__, value: {x: 1}}', JSON.parse('{"__proto__":{"x":1}}')],
  ['replaces what is not there', {}, '- {op: replace, path: /data/a, value: 1}', 'error'],
  ['a test that fails', { a: 1 }, '- {op: test, path: /data/a, value: 2}', 'error'],
  ['copies what is not there', {}, '- {op: copy, from: /data/a, path: /data/b}', 'error'],
  ['adds behind the end', [1], '- {op: add, path: /data/5, value: 1}', 'error'],
  ['adds to a scalar', { a: 1 }, '- {op: add, path: /data/a/b, value: 1}', 'error'],
  ['an unknown operation', {}, '- {op: set, path: /data/a, value: 1}', 'error'],
  ['no path', {}, '- {op: remove}', 'error'],
  ['no value', {}, '- {op: add, path: /data/a}', 'error'],
  ['no slash', {}, '- {op: add, path: data, value: 1}', 'error'],
  ['no list', {}, 'op: add', 'error'],
  ['no YAML', {}, '- {op: add', 'error'],
  ['an index that nobody means', {}, '- {op: add, path: /data/a/4000000000, value: 1}', 'error'],
  ['the whole object', {}, '- {op: replace, path: "", value: {}}', 'error'],
  ['removes the whole object', {}, '- {op: remove, path: ""}', 'error'],
  ['moves the whole object into itself', {}, '- {op: move, from: "", path: /data/a}', 'error'],
  ['the kind', {}, '- {op: remove, path: /kind}', 'error'],
];

describe('applyJson6902', () => {
  it.each(ROWS)('%s', (_, data, patch, patched) => {
    const result = applyJson6902(patch, configMap(data));
    if (patched === 'skip' || patched === 'error') expect(result.outcome).toBe(patched);
    else expect(result).toEqual({ outcome: 'patched', object: configMap(patched) });
  });

  it('answers for any operations', () => {
    const step = fc.constantFrom('a', 'b', '0', '1', '-1', '-2', '-', '', '__proto__', 'a~1b', '~');
    const pointer = fc.array(step, { maxLength: 4 }).map((steps) => ['', 'data', ...steps].join('/'));
    const operation = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path: fc.oneof({ weight: 9, arbitrary: pointer }, fc.constantFrom('', '/')),
      from: pointer,
      value: jsonValues(),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), jsonValues(), (operations, data) => {
        const before = JSON.stringify(data);
        expect(['patched', 'skip', 'error']).toContain(
          applyJson6902(JSON.stringify(operations), configMap(data)).outcome,
        );
        expect(JSON.stringify(data)).toBe(before);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not change the object that it is given', () => {
    const object = configMap({ a: { b: [1, 2] } });
    applyJson6902('- {op: remove, path: /data/a/b/0}\n- {op: add, path: /data/a/c, value: 1}', object);
    expect(object).toEqual(configMap({ a: { b: [1, 2] } }));
  });
});
