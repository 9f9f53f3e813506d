import { isInteger, parseInteger, resolvePlain, type ScalarValue } from './resolve-scalar.ts';

/**
 * The key that Kubernetes makes of a scalar. JSON's keys are text, so sigs.k8s.io/yaml writes booleans and numbers out:
 * `y:` becomes `"true"`, `0x10:` becomes `"16"`, `1e3:` becomes `"1000"`. Undefined for null, which it refuses.
 */
export function keyOfScalar(value: ScalarValue, text: string): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      // From the text: an integer may have more digits than a double holds.
      return isInteger(text) ? String(parseInteger(text.replaceAll('_', ''))) : floatKey(value);
    default:
      return undefined;
  }
}

/** The key that a plain scalar stands for. */
export function plainKey(text: string): string | undefined {
  const value = resolvePlain(text);
  return typeof value === 'string' ? value : keyOfScalar(value, text);
}

/** Go's FormatFloat(value, 'g', -1, 32), which is what sigs.k8s.io/yaml writes, single precision and all. */
function floatKey(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  let digits = 1;
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  const [mantissa = '', exponent = '0'] = single.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return Object.is(single, -0) ? '-0' : String(Number(single.toPrecision(digits)));
  const shownPower = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${shownPower}`;
}
