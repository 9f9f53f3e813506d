/**
 * A number or text as text. Numbers are written as 32-bit floats, without exponent: `16777217` becomes `16777216`.
 * Semantics: kyverno/kyverno, pkg/engine/jmespath: strconv.FormatFloat(value, 'f', -1, 32).
 */
export function scalarText(value: string | number): string {
  return typeof value === 'string' ? value : shortFloatText(value);
}

function shortFloatText(value: number): string {
  const rounded = Math.fround(value);
  if (Number.isInteger(rounded) && Math.abs(rounded) < 2 ** 24) return String(rounded);
  if (!Number.isFinite(rounded)) return rounded > 0 ? '+Inf' : rounded < 0 ? '-Inf' : 'NaN';
  // The shortest digits that a 32-bit float is known by: nine are always enough.
  for (let digits = 1; digits < 9; digits++) {
    const text = rounded.toExponential(digits - 1);
    if (Math.fround(Number(text)) === rounded) return withoutExponent(text);
  }
  return withoutExponent(rounded.toExponential(8));
}

function withoutExponent(scientific: string): string {
  const [mantissa = '', power = '0'] = scientific.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = 1 + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
