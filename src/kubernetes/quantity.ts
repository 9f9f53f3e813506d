/**
 * An amount as `resource.Quantity` of Kubernetes holds it: `unscaled` × 10^-`scale`, exact, and the family of suffixes in which it was
 * written. Two quantities may be equal with different scales: compare with `compareQuantities`.
 */
export interface Quantity {
  readonly unscaled: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
}

/** `1k`, `1Ki` or `1e3`. */
export type QuantityFormat = 'decimal' | 'binary' | 'exponent';

/** Longer ones are no quantities to us: exact arithmetic on them would cost time and memory that nobody's manifest is worth. */
const MAX_TEXT = 256;
const MAX_EXPONENT = 1000;

const DECIMAL_SUFFIXES: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_SUFFIXES: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const SUFFIX_OF_DECIMAL_EXPONENT = new Map(Object.entries(DECIMAL_SUFFIXES).map(([suffix, power]) => [power, suffix]));
const SUFFIX_OF_BINARY_EXPONENT = new Map(Object.entries(BINARY_SUFFIXES).map(([suffix, power]) => [power, suffix]));

const QUANTITY = /^([+-]?)(\d*)(?:(\.)(\d*))?([eE][+-]?\d+|[numkMGTPE]?|[KMGTPE]i)$/;
const NANO = 9;
const MAX_INT64 = (1n << 63n) - 1n;
/** Up to this many decimal digits Kubernetes keeps a number in an int64, with the scale as written. */
const INT64_DIGITS = 18;

/**
 * Reads a quantity: `100m`, `1.5Gi`, `2e3`, `-1`, `.5`. Finer than a nano unit is rounded up, away from zero; binary amounts stop at
 * 2^63 - 1. Gives undefined for what is none.
 * Semantics: k8s.io/apimachinery/pkg/api/resource, ParseQuantity.
 */
export function parseQuantity(text: string): Quantity | undefined {
  if (text === '' || text.length > MAX_TEXT) return undefined;
  const match = QUANTITY.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', , fraction = '', suffix = ''] = match;
  const binary = BINARY_SUFFIXES[suffix];
  const exponent = binary ?? decimalExponent(suffix);
  if (exponent === undefined) return undefined;
  const format = formatOf(suffix, binary !== undefined);
  const digits = BigInt(whole + fraction || '0');
  // A sign or a point without any digit is a zero to Kubernetes, but a suffix needs a number before it, which is then zero as well.
  const amount = sign === '-' ? -digits : digits;
  const wholeDigits = Math.max(whole.replace(/^0+/, '').length, 1);
  if (binary === undefined) {
    const scale = fraction.length - exponent;
    return wholeDigits + fraction.length <= INT64_DIGITS && scale <= NANO
      ? { unscaled: amount, scale, format }
      : roundToNano({ unscaled: amount, scale, format });
  }
  const product = amount << BigInt(exponent);
  const fast = fraction === '' && fitsInt64(product) && 14 - wholeDigits - Math.trunc((exponent * 3) / 10) >= 0;
  if (fast) return { unscaled: product, scale: 0, format };
  return capBinary(roundToNano({ unscaled: product, scale: fraction.length, format }));
}

function decimalExponent(suffix: string): number | undefined {
  const known = DECIMAL_SUFFIXES[suffix];
  if (known !== undefined) return known;
  const exponent = Number(suffix.slice(1));
  return Math.abs(exponent) <= MAX_EXPONENT ? exponent : undefined;
}

function formatOf(suffix: string, binary: boolean): QuantityFormat {
  if (binary) return 'binary';
  return suffix.length > 1 ? 'exponent' : 'decimal';
}

function fitsInt64(value: bigint): boolean {
  return value <= MAX_INT64 && value >= -MAX_INT64;
}

function roundToNano(quantity: Quantity): Quantity {
  const { unscaled, scale, format } = quantity;
  if (unscaled === 0n) return quantity;
  if (scale <= NANO) return { unscaled: unscaled * tenTo(NANO - scale), scale: NANO, format };
  const divisor = tenTo(scale - NANO);
  const quotient = unscaled / divisor;
  const exact = quotient * divisor === unscaled;
  // If someone asks for some of a resource, they get some.
  const away = unscaled < 0n ? -1n : 1n;
  return { unscaled: exact ? quotient : quotient + away, scale: NANO, format };
}

function capBinary(quantity: Quantity): Quantity {
  const { unscaled, scale, format } = quantity;
  const limit = MAX_INT64 * tenTo(scale);
  if (unscaled > limit) return { unscaled: MAX_INT64, scale: 0, format };
  return unscaled < -limit ? { unscaled: -MAX_INT64, scale: 0, format } : quantity;
}

/** Less than, equal to or greater than zero, as `left` is to `right`. */
export function compareQuantities(left: Quantity, right: Quantity): number {
  const [first, second] = align(left, right);
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Whether it is nothing, in whatever unit. */
export function isZeroQuantity(quantity: Quantity): boolean {
  return quantity.unscaled === 0n;
}

/** The sum, in the first one's format; in the second's, where the first is zero. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  return combine(left, right, (first, second) => first + second);
}

/** The difference, in the first one's format; in the second's, where the first is zero. */
export function subtractQuantities(left: Quantity, right: Quantity): Quantity {
  return combine(left, right, (first, second) => first - second);
}

function combine(left: Quantity, right: Quantity, operation: (first: bigint, second: bigint) => bigint): Quantity {
  const [first, second] = align(left, right);
  const format = left.unscaled === 0n ? right.format : left.format;
  return { unscaled: operation(first, second), scale: Math.max(left.scale, right.scale), format };
}

/** The product of exact decimals, in the first one's format. */
export function multiplyQuantities(left: Quantity, right: Quantity): Quantity {
  return { unscaled: left.unscaled * right.unscaled, scale: left.scale + right.scale, format: left.format };
}

/**
 * The quotient cut off, toward zero, at the finer of the two scales, in the first one's format: `10Gi` / 3 is a whole number of bytes.
 * Throws a RangeError where the divisor is zero. Semantics: gopkg.in/inf.v0, QuoRound with RoundDown.
 */
export function divideQuantities(left: Quantity, right: Quantity): Quantity {
  const scale = Math.max(left.scale, right.scale);
  // left / right = (unscaled / unscaled) × 10^(right.scale - left.scale), and `scale` digits of it are kept.
  const shift = scale - left.scale + right.scale;
  const dividend = shift >= 0 ? left.unscaled * tenTo(shift) : left.unscaled;
  const divisor = shift >= 0 ? right.unscaled : right.unscaled * tenTo(-shift);
  return { unscaled: dividend / divisor, scale, format: left.format };
}

/** The nearest float, as `AsApproximateFloat64` computes it: the unscaled value times a power of ten. */
export function quantityToNumber(quantity: Quantity): number {
  const base = Number(quantity.unscaled);
  return quantity.scale === 0 ? base : base * Number(`1e${-quantity.scale}`);
}

/** A whole amount in a format. */
export function wholeQuantity(amount: bigint, format: QuantityFormat): Quantity {
  return { unscaled: amount, scale: 0, format };
}

/**
 * The canonical text: no fraction, the largest suffix that leaves a whole number (`1536Mi` for `1.5Gi`, `100m` for `0.1`). Binary
 * amounts below 1024 or with a fraction are written in decimal.
 * Semantics: k8s.io/apimachinery/pkg/api/resource, CanonicalizeBytes; exponents without a suffix, which Kubernetes drops, are written `e21`.
 */
export function formatQuantity(quantity: Quantity): string {
  const { unscaled, scale, format } = stripTenfolds(quantity);
  if (unscaled === 0n) return '0';
  if (format === 'binary' && scale <= 0) {
    const amount = unscaled * tenTo(-scale);
    if (amount <= -1024n || amount >= 1024n) return formatBinary(amount);
  }
  // The exponent is a multiple of three, at or below the one that leaves no trailing zero.
  const exponent = Math.floor(-scale / 3) * 3;
  const mantissa = unscaled * tenTo(-scale - exponent);
  const suffix = format === 'exponent' ? undefined : SUFFIX_OF_DECIMAL_EXPONENT.get(exponent);
  return `${mantissa}${suffix ?? (exponent === 0 ? '' : `e${exponent}`)}`;
}

function formatBinary(amount: bigint): string {
  let mantissa = amount;
  let exponent = 0;
  while (mantissa % 1024n === 0n && exponent < 60) {
    mantissa /= 1024n;
    exponent += 10;
  }
  return `${mantissa}${SUFFIX_OF_BINARY_EXPONENT.get(exponent) ?? ''}`;
}

function stripTenfolds({ unscaled, scale, format }: Quantity): Quantity {
  if (unscaled === 0n) return { unscaled, scale: 0, format };
  let mantissa = unscaled;
  let digits = scale;
  while (mantissa % 10n === 0n) {
    mantissa /= 10n;
    digits--;
  }
  return { unscaled: mantissa, scale: digits, format };
}

function align(left: Quantity, right: Quantity): readonly [bigint, bigint] {
  if (left.scale === right.scale) return [left.unscaled, right.unscaled];
  return left.scale > right.scale
    ? [left.unscaled, right.unscaled * tenTo(left.scale - right.scale)]
    : [left.unscaled * tenTo(right.scale - left.scale), right.unscaled];
}

function tenTo(power: number): bigint {
  return 10n ** BigInt(power);
}
