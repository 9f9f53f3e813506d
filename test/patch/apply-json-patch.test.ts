import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.ts';
import type { JsonPatch } from '../../src/model/json-patch.ts';
import { applyJsonPatch } from '../../src/patch/apply-json-patch.ts';
import { JsonPatchError } from '../../src/patch/json-patch-error.ts';
import { parseJsonPatch } from '../../src/patch/parse-json-patch.ts';
import { jsonValues } from './json-values.ts';

/** RFC 6902, appendix A. */
const APPENDIX: readonly (readonly [
  title: string,
  before: JsonValue,
  patch: JsonValue,
  after: JsonValue | undefined,
])[] = [
  ['A.1 add a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
  [
    'A.2 add an item',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  ['A.3 remove a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
  ['A.4 remove an item', { foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
  [
    'A.5 replace a value',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'replace', path: '/baz', value: 'boo' }],
    { baz: 'boo', foo: 'bar' },
  ],
  [
    'A.6 move a value',
    { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
    [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
    { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
  ],
  [
    'A.7 move an item',
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  [
    'A.8 test: success',
    { baz: 'qux', foo: ['a', 2, 'c'] },
    [
      { op: 'test', path: '/baz', value: 'qux' },
      { op: 'test', path: '/foo/1', value: 2 },
    ],
    { baz: 'qux', foo: ['a', 2, 'c'] },
  ],
  ['A.9 test: error', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }], undefined],
  [
    'A.10 add a nested member',
    { foo: 'bar' },
    [{ op: 'add', path: '/child', value: { grandchild: {} } }],
    { foo: 'bar', child: { grandchild: {} } },
  ],
  [
    'A.11 unknown members are ignored',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }],
    { foo: 'bar', baz: 'qux' },
  ],
  [
    'A.12 add to a target that does not exist',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz/bat', value: 'qux' }],
    undefined,
  ],
  ['A.14 ~ escape order', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
  ['A.15 text is no number', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: '10' }], undefined],
  [
    'A.16 add an array value',
    { foo: ['bar'] },
    [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
    { foo: ['bar', ['abc', 'def']] },
  ],
  ['4.1 add replaces a member that is there', { foo: 1 }, [{ op: 'add', path: '/foo', value: 2 }], { foo: 2 }],
  ['4.1 add replaces the root', { foo: 1 }, [{ op: 'add', path: '', value: [] }], []],
  ['4.5 copy', { a: [1, 2] }, [{ op: 'copy', from: '/a/0', path: '/a/-' }], { a: [1, 2, 1] }],
  ['a key of digits', { a: { 0: 'x' } }, [{ op: 'replace', path: '/a/0', value: 'y' }], { a: { 0: 'y' } }],
];

describe('applyJsonPatch', () => {
  it.each(APPENDIX)('RFC 6902 %s', (_, before, patch, after) => {
    if (after === undefined) expect(() => applyJsonPatch(before, parseJsonPatch(patch))).toThrow(JsonPatchError);
    else expect(applyJsonPatch(before, parseJsonPatch(patch))).toEqual(after);
  });

  it.each<readonly [reason: string, patch: JsonPatch]>([
    ['an index at the end for remove', [{ op: 'remove', path: ['list', 2] }]],
    ['an index behind the end for add', [{ op: 'add', path: ['list', 3], value: 0 }]],
    ['a negative index', [{ op: 'remove', path: ['list', -1] }]],
    ['a leading zero', [{ op: 'remove', path: ['list', '01'] }]],
    ['the end for remove', [{ op: 'remove', path: ['list', '-'] }]],
    ['a fraction', [{ op: 'remove', path: ['list', 0.5] }]],
    ['a key on a scalar', [{ op: 'add', path: ['list', 0, 'x'], value: 0 }]],
    ['an inherited key', [{ op: 'replace', path: ['toString'], value: 0 }]],
    ['a replace of what is not there', [{ op: 'replace', path: ['nothing'], value: 0 }]],
    ['the root for remove', [{ op: 'remove', path: [] }]],
    ['a move into itself', [{ op: 'move', from: ['list'], path: ['list', 0] }]],
  ])('refuses %s', (_, patch) => {
    expect(() => applyJsonPatch({ list: [1, 2] }, patch)).toThrow(JsonPatchError);
  });

  it('names the place of an error', () => {
    const patch: JsonPatch = [{ op: 'remove', path: ['spec', 'containers', 4, 'image'] }];
    expect(() => applyJsonPatch({ spec: { containers: [] } }, patch)).toThrow(
      expect.objectContaining({
        path: ['spec', 'containers', 4],
        message: '/spec/containers/4: the list has no item 4',
      }),
    );
  });

  it('copies only along the path', () => {
    const before = { spec: { a: { deep: true }, b: { deep: true } } };
    const after = applyJsonPatch(before, [{ op: 'add', path: ['spec', 'a', 'x'], value: 1 }]);
    expect(before).toEqual({ spec: { a: { deep: true }, b: { deep: true } } });
    expect(after).toEqual({ spec: { a: { deep: true, x: 1 }, b: { deep: true } } });
    expect((after as typeof before).spec.b).toBe(before.spec.b);
  });

  it('does not confuse a copy with what it was copied from, nor a value of the patch with the result', () => {
    const patch: JsonPatch = [
      { op: 'add', path: ['a', 'x'], value: [] },
      { op: 'copy', from: ['a'], path: ['b'] },
      { op: 'add', path: ['b', 'x', 0], value: 1 },
      { op: 'add', path: ['a', 'y'], value: 2 },
    ];
    expect(applyJsonPatch({ a: {} }, patch)).toEqual({ a: { x: [], y: 2 }, b: { x: [1] } });
    expect(patch[0]).toEqual({ op: 'add', path: ['a', 'x'], value: [] });
  });

  it('applies a long patch to a long list', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => index);
    const patch = list.map((index): JsonPatch[number] => ({ op: 'replace', path: ['list', index], value: -index }));
    expect(applyJsonPatch({ list }, patch)).toEqual({ list: list.map((index) => -index) });
    expect(list[1]).toBe(1);
  });

  it('keeps the order of keys when it replaces one', () => {
    const after = applyJsonPatch({ a: 1, b: 2, c: 3 }, [{ op: 'replace', path: ['b'], value: 0 }]);
    expect(JSON.stringify(after)).toBe('{"a":1,"b":0,"c":3}');
  });

  it('takes __proto__ for a key like any other', () => {
    const before: JsonValue = JSON.parse('{"__proto__":{"x":1}}');
    const added = applyJsonPatch(before, [
      { op: 'add', path: ['__proto__', 'polluted'], value: true },
      { op: 'add', path: ['constructor'], value: 'mine' },
    ]);
    expect(JSON.stringify(added)).toBe('{"__proto__":{"x":1,"polluted":true},"constructor":"mine"}');
    expect(Object.getPrototypeOf(added)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
    expect(JSON.stringify(applyJsonPatch(added, [{ op: 'remove', path: ['__proto__'] }]))).toBe(
      '{"constructor":"mine"}',
    );
  });

  it('never changes the value that it is given', () => {
    fc.assert(
      fc.property(jsonValues(), jsonValues(), (before, value) => {
        const text = JSON.stringify(before);
        try {
          applyJsonPatch(before, [
            { op: 'add', path: ['a'], value },
            { op: 'add', path: ['b', '-'], value },
            { op: 'remove', path: ['c', 0] },
          ]);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonPatchError);
        }
        expect(JSON.stringify(before)).toBe(text);
      }),
    );
  });
});
