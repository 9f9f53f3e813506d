/** Nanoseconds of each unit of Go's durations. `µ` has two code points: the micro sign and the Greek letter. */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const MAX_INT64 = (1n << 63n) - 1n;
const NUMBER_AND_UNIT = /^(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/;

/** Longer texts are no durations to us: a list of numbers with units has no length limit of its own. */
const MAX_TEXT = 256;

/**
 * Reads a duration as Go writes it: `1h30m`, `1.5h`, `-300ms`, `0`. Gives nanoseconds, or undefined for what is none or does not fit in
 * an int64. Semantics: Go's time.ParseDuration.
 */
export function parseDuration(text: string): bigint | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const negative = text.startsWith('-');
  let rest = negative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return 0n;
  if (rest === '') return undefined;
  let total = 0n;
  while (rest !== '') {
    const match = NUMBER_AND_UNIT.exec(rest);
    const [matched = '', whole = '', fraction = '', unitName = ''] = match ?? [];
    const unit = UNITS[unitName];
    if (unit === undefined || whole + fraction === '') return undefined;
    // A unit is followed by the next number or by nothing: `1mh` is none of both, and `1ms` is no minute.
    const after = rest[matched.length];
    if (after !== undefined && after !== '.' && (after < '0' || after > '9')) return undefined;
    total += BigInt(whole || '0') * unit + nanosOfFraction(fraction, unit);
    if (total > MAX_INT64 + 1n) return undefined;
    rest = rest.slice(matched.length);
  }
  if (negative) return -total;
  return total > MAX_INT64 ? undefined : total;
}

/** Cut off at whole nanoseconds; like Go, in floating point, with as many digits as an int64 holds. */
function nanosOfFraction(fraction: string, unit: bigint): bigint {
  if (fraction === '') return 0n;
  const longest = fraction.slice(0, 19);
  const digits = BigInt(longest) <= MAX_INT64 ? longest : longest.slice(0, 18);
  return BigInt(Math.trunc(Number(digits) * (Number(unit) / 10 ** digits.length)));
}

/**
 * Writes nanoseconds as Go's Duration.String does: `1h30m0s`, `1.5s`, `100ms`, `0s`. From a second on, hours, minutes and seconds;
 * below, the largest unit that leaves a whole part.
 */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const amount = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (amount < 1_000n) return `${sign}${amount}ns`;
  if (amount < 1_000_000n) return `${sign}${withFraction(amount, 3)}µs`;
  if (amount < 1_000_000_000n) return `${sign}${withFraction(amount, 6)}ms`;
  const minutes = amount / 60_000_000_000n;
  const seconds = `${withFraction(amount % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`;
}

/** The amount with its last digits behind the point, without trailing zeros. */
function withFraction(amount: bigint, digits: number): string {
  const divisor = 10n ** BigInt(digits);
  const fraction = (amount % divisor).toString().padStart(digits, '0').replace(/0+$/, '');
  return fraction === '' ? `${amount / divisor}` : `${amount / divisor}.${fraction}`;
}
