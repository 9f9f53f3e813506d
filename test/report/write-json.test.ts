import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/report/write-json.ts';

describe('writeJson', () => {
  it('has a member or an item a line, down to a level', () => {
    expect(writeJson({ a: [{ b: 1, c: [2] }, []], d: {} }, { levels: 2 })).toBe(
      '{\n  "a": [\n    {"b":1,"c":[2]},\n    []\n  ],\n  "d": {}\n}\n',
    );
  });

  it.each([
    ['half a pair', '\ud83d', '\ufffd'],
    ['the other half', 'a\ude00b', 'a\ufffdb'],
    ['a pair', '😀', '😀'],
    ['what looks like an escape', '\\ud83d', '\\ud83d'],
    ['a backslash before half a pair', '\\\ud83d', '\\\ufffd'],
  ])('writes %s so that UTF-8 can hold it', (_, text, expected) => {
    expect(JSON.parse(writeJson([text], { levels: 1 }))).toEqual([expected]);
  });
});
