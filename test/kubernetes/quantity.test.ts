import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  compareQuantities,
  divideQuantities,
  formatQuantity,
  multiplyQuantities,
  parseQuantity,
  type Quantity,
  quantityToNumber,
  subtractQuantities,
} from '../../src/kubernetes/quantity.ts';

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed) throw new Error(`${text} is no quantity`);
  return parsed;
}

describe('parseQuantity', () => {
  it.each([
    ['1', '1000m'],
    ['0.1', '100m'],
    ['.5', '500m'],
    ['5.', '5'],
    ['1Ki', '1024'],
    ['1.5Gi', '1610612736'],
    ['1Ei', '1152921504606846976'],
    ['1k', '1e3'],
    ['1E', '1e18'],
    ['12e6', '12M'],
    ['1e-3', '1m'],
    ['+2', '2'],
    ['-0.5', '-500m'],
    ['100u', '0.1m'],
    ['1000n', '1u'],
    ['00012', '12'],
    ['0', '0Mi'],
  ])('%s equals %s', (left, right) => {
    expect(compareQuantities(quantity(left), quantity(right))).toBe(0);
  });

  it.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1i',
    '1.1.M',
    '1+1',
    '0.1mi',
    'aoeu',
    '.5i',
    '-3.01e-',
    '1h',
    '1KI',
    '1ki',
    '12e',
    '--1',
    '1,5',
  ])('refuses "%s"', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('rounds up what is finer than a nano unit', () => {
    expect(formatQuantity(quantity('0.1n'))).toBe('1n');
    expect(formatQuantity(quantity('-0.0000000001'))).toBe('-1n');
  });

  it('stops binary amounts at the largest int64', () => {
    expect(compareQuantities(quantity('9000Ei'), quantity('9223372036854775807'))).toBe(0);
  });

  it('is bounded: huge exponents and texts are no quantities', () => {
    expect(parseQuantity('1e999999999')).toBeUndefined();
    expect(parseQuantity('1'.repeat(100_000))).toBeUndefined();
  });
});

describe('compareQuantities', () => {
  it.each([
    ['999m', '1'],
    ['1G', '1Gi'],
    ['-1', '0'],
    ['1023Mi', '1Gi'],
  ])('%s is less than %s', (left, right) => {
    expect(compareQuantities(quantity(left), quantity(right))).toBeLessThan(0);
    expect(compareQuantities(quantity(right), quantity(left))).toBeGreaterThan(0);
  });
});

describe('formatQuantity', () => {
  // The canonical form as Kubernetes documents it: no fraction, the largest exponent possible; 1.5 is 1500m, 1.5Gi is 1536Mi.
  it.each([
    ['1.5', '1500m'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['1000k', '1M'],
    ['1234567', '1234567'],
    ['0.5Ki', '512'],
    ['100', '100'],
    ['1000', '1k'],
    ['1e3', '1e3'],
    ['1e4', '10e3'],
    ['0.001e3', '1'],
    ['1.25e-3', '1250e-6'],
    ['0Gi', '0'],
    ['1023', '1023'],
    ['0.1Ki', '102400m'],
    ['-2048Ki', '-2Mi'],
  ])('%s is written %s', (text, canonical) => {
    expect(formatQuantity(quantity(text))).toBe(canonical);
  });
});

describe('arithmetic', () => {
  it('adds and subtracts exactly, in the format of the first', () => {
    expect(formatQuantity(addQuantities(quantity('12Ki'), quantity('24Ki')))).toBe('36Ki');
    expect(formatQuantity(addQuantities(quantity('1Gi'), quantity('1')))).toBe('1073741825');
    expect(formatQuantity(addQuantities(quantity('0'), quantity('1Gi')))).toBe('1Gi');
    expect(formatQuantity(subtractQuantities(quantity('1'), quantity('250m')))).toBe('750m');
  });

  it('multiplies exactly', () => {
    expect(formatQuantity(multiplyQuantities(quantity('12Ki'), quantity('2')))).toBe('24Ki');
    expect(formatQuantity(multiplyQuantities(quantity('100m'), quantity('0.5')))).toBe('50m');
  });

  it('cuts a quotient at the finer of the two scales', () => {
    expect(formatQuantity(divideQuantities(quantity('10'), quantity('3')))).toBe('3');
    expect(formatQuantity(divideQuantities(quantity('25m'), quantity('2')))).toBe('12m');
    expect(formatQuantity(divideQuantities(quantity('-10'), quantity('3')))).toBe('-3');
    expect(formatQuantity(divideQuantities(quantity('12Ki'), quantity('2')))).toBe('6Ki');
  });

  it('gives the nearest float', () => {
    expect(quantityToNumber(quantity('100m'))).toBe(0.1);
    expect(quantityToNumber(quantity('1Gi'))).toBe(1_073_741_824);
  });
});
