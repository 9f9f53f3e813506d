import { expect, it } from 'vitest';
import { mergeRanges, replaceRanges } from '../../src/base/text-range.ts';

const ranges = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([start, end]) => ({ start, end }));

it('puts ranges in order, as one where they touch or overlap', () => {
  expect(mergeRanges(ranges([8, 9], [0, 4], [2, 3], [4, 5], [6, 6]))).toEqual(ranges([0, 5], [8, 9]));
});

it('replaces each piece and keeps the rest', () => {
  expect(replaceRanges('abcdef', ranges([0, 1], [3, 5]), (piece) => `<${piece}>`)).toBe('<a>bc<de>f');
  expect(replaceRanges('abc', [], () => 'x')).toBe('abc');
});
