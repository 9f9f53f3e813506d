import { expect, test } from 'vitest';
import { parseGoFloat } from '../../src/base/go-float.ts';

// The documentation of Go's strconv.ParseFloat, and of floating-point literals in its specification.
test.each<[string, number | undefined]>([
  ['1', 1],
  ['+1.5', 1.5],
  ['-.5', -0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1E-2', 0.01],
  ['1_000.5', 1000.5],
  ['inf', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
  ['', undefined],
  ['.', undefined],
  ['e1', undefined],
  ['1e', undefined],
  [' 1', undefined],
  ['1_', undefined],
  ['_1', undefined],
  ['1__0', undefined],
  ['1_.5', undefined],
  ['-NaN', undefined],
  ['1e400', undefined],
  ['0x10', undefined],
  ['1Gi', undefined],
])('%j is %j', (text, number) => {
  expect(parseGoFloat(text)).toBe(number);
});
