import { expect, test } from 'vitest';
import { splitDottedName } from '../../src/base/dotted-name.ts';

// encoding/csv of Go with the dot as separator: RFC 4180.
test.each([
  ['request.operation', ['request', 'operation']],
  [
    'request.object.metadata.annotations."example.com/a.b"',
    ['request', 'object', 'metadata', 'annotations', 'example.com/a.b'],
  ],
  ['"a.b".c', ['a.b', 'c']],
  ['"a ""quoted"" part".b', ['a "quoted" part', 'b']],
  ['roles-dictionary.data.allowed-roles', ['roles-dictionary', 'data', 'allowed-roles']],
  ['a.', ['a', '']],
])('%s', (name, parts) => {
  expect(splitDottedName(name)).toEqual(parts);
});

test.each(['a."b', 'a.b"c', '"a"b.c'])('%s has quotes that do not fit', (name) => {
  expect(splitDottedName(name)).toBeUndefined();
});
