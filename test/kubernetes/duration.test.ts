import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/kubernetes/duration.ts';

describe('parseDuration', () => {
  // Examples of Go's documentation of time.ParseDuration and of its grammar.
  it.each([
    ['0', 0n],
    ['5s', 5_000_000_000n],
    ['1h15m30.918s', 4_530_918_000_000n],
    ['1.5h', 5_400_000_000_000n],
    ['-300ms', -300_000_000n],
    ['+5s', 5_000_000_000n],
    ['2h45m', 9_900_000_000_000n],
    ['10ns', 10n],
    ['11us', 11_000n],
    ['12µs', 12_000n],
    ['12μs', 12_000n],
    ['.5s', 500_000_000n],
    ['5.s', 5_000_000_000n],
    ['0.3333333333333333333h', 1_200_000_000_000n],
    ['9223372036854775807ns', 9_223_372_036_854_775_807n],
    ['-9223372036854775808ns', -9_223_372_036_854_775_808n],
  ])('%s', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  it.each([
    '',
    '3',
    '-',
    's',
    '.',
    '-.',
    '.s',
    '+.s',
    '1d',
    '1mh',
    '1h ',
    ' 1h',
    '1H',
    '9223372036854775808ns',
    '3000000h',
    '1h-5m',
  ])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatDuration', () => {
  it.each([
    [0n, '0s'],
    [1n, '1ns'],
    [1_100n, '1.1µs'],
    [2_200_000n, '2.2ms'],
    [3_300_000_000n, '3.3s'],
    [245_000_000_000n, '4m5s'],
    [245_001_000_000n, '4m5.001s'],
    [18_367_001_000_000n, '5h6m7.001s'],
    [3_600_000_000_000n, '1h0m0s'],
    [-5_400_000_000_000n, '-1h30m0s'],
    [480_000_000_001n, '8m0.000000001s'],
  ])('%s ns is %s', (nanoseconds, text) => {
    expect(formatDuration(nanoseconds)).toBe(text);
  });
});
