import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.ts';
import { formatPointer, type Path } from '../../src/base/path.ts';
import { JsonPatchError } from '../../src/patch/json-patch-error.ts';
import { parseJsonPatch, parsePointer } from '../../src/patch/parse-json-patch.ts';

describe('parsePointer', () => {
  /** RFC 6901, section 5. */
  it.each<readonly [pointer: string, path: Path]>([
    ['', []],
    ['/foo', ['foo']],
    ['/foo/0', ['foo', '0']],
    ['/', ['']],
    ['/a~1b', ['a/b']],
    ['/c%d', ['c%d']],
    ['/i\\j', ['i\\j']],
    ['/ ', [' ']],
    ['/m~0n', ['m~n']],
    ['/~01', ['~1']],
  ])('reads %j', (pointer, path) => {
    expect(parsePointer(pointer)).toEqual(path);
  });

  it.each(['foo', 'foo/bar', '/a~', '/a~2', '#/foo'])('refuses %j', (pointer) => {
    expect(() => parsePointer(pointer)).toThrow(JsonPatchError);
  });

  it('reads what formatPointer writes', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (path) => {
        expect(parsePointer(formatPointer(path))).toEqual(path);
      }),
    );
  });
});

describe('parseJsonPatch', () => {
  it.each<readonly [reason: string, document: JsonValue, path: Path]>([
    ['no list', {}, []],
    ['no object', ['remove'], [0]],
    ['an unknown operation', [{ op: 'spam', path: '/a' }], [0, 'op']],
    ['no operation', [{ path: '/a' }], [0, 'op']],
    ['no path', [{ op: 'remove' }], [0, 'path']],
    [
      'no value',
      [
        { op: 'remove', path: '/a' },
        { op: 'add', path: '/a' },
      ],
      [1],
    ],
    ['no from', [{ op: 'move', path: '/a' }], [0, 'from']],
  ])('refuses %s', (_, document, path) => {
    expect(() => parseJsonPatch(document)).toThrow(expect.objectContaining({ name: 'JsonPatchError', path }));
  });

  it('takes null for a value', () => {
    expect(parseJsonPatch([{ op: 'add', path: '/a', value: null }])).toEqual([{ op: 'add', path: ['a'], value: null }]);
  });
});
