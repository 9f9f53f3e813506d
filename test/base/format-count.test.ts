import { expect, it } from 'vitest';
import { formatCount } from '../../src/base/format-count.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [123456, '123,456'],
  [1234567, '1,234,567'],
])('%i is written %s', (count, expected) => {
  expect(formatCount(count)).toBe(expected);
});
