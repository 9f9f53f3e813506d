import { describe, expect, test } from 'vitest';
import { rowsOf } from '../run-input.ts';

// Every expectation is section 1.6 of the map of the format, points 8 to 10, not what the code did.
describe('objects that rules change beside the one they are asked about', () => {
  const rows = rowsOf('targets/kyverno-test.yaml');

  test.each([
    ['are compared as they are after the rule', 0, true, ['ok ConfigMap default/settings target pass']],
    ['have to be in the file', 1, false, ['wrong ConfigMap default/settings target an object']],
    ['are compared whatever policy the row names', 2, true, ['ok ConfigMap default/settings target pass']],
    [
      'are no candidates unless they were changed: then all objects are checked',
      3,
      true,
      ['ok Pod default/trigger target pass', 'ok ConfigMap default/settings target pass'],
    ],
  ])('%s', (_, index, passed, lines) => {
    expect(rows[index]).toEqual({ passed, lines });
  });
});

describe('objects that rules make', () => {
  const rows = rowsOf('generating/kyverno-test.yaml');
  const ok = 'ok Namespace shop make pass';

  test.each([
    ['are compared one by one; labels of generation do not count', 0, true, [ok, ok]],
    ['have each to be in the file', 1, false, [ok, 'wrong Namespace shop make an object']],
    ['may be in several files', 2, true, [ok, ok]],
    [
      'are looked for in those of the list alone, and one that holds the very object is enough',
      3,
      false,
      ['wrong Namespace shop make an object', ok],
    ],
    ['differ by who manages them', 4, false, [ok, 'wrong Namespace shop make another object']],
    ['are compared by the outcome alone where there are none', 5, true, ['ok Namespace idle make skip']],
    [
      'are made by no rule that does not match, and that is not found',
      6,
      false,
      ['not-found Namespace unmatched make nothing'],
    ],
    ['are clones of what the row says is there', 7, true, ['ok Namespace shop clone pass']],
    ['and have to be in the file, too', 9, false, ['wrong Namespace shop clone an object']],
    ['are not there where nothing is to be cloned', 8, true, ['ok Namespace shop clone pass']],
  ])('%s', (_, index, passed, lines) => {
    expect(rows[index]).toEqual({ passed, lines });
  });
});
