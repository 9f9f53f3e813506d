import { compareText } from '../../../base/compare-text.ts';
import { isArray, type JsonValue } from '../../../base/json.ts';

/**
 * How Go holds the numbers of an object: the admission controller reads whole numbers as int64, Kyverno's CLI turns every number of
 * a resource into a float64. Printed, the two differ: `8080` and `8.08E+03`.
 */
export type Numbers = 'integer' | 'float';

/** A value as Go's `fmt.Sprint` prints it: `<nil>`, `[a b]`, `map[a:1 b:2]`. */
export function goSprint(value: JsonValue, numbers: Numbers): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return isGoInteger(value, numbers) ? String(value) : goShortestFloat(value);
  if (isArray(value)) return `[${value.map((item) => goSprint(item, numbers)).join(' ')}]`;
  const members = Object.keys(value)
    .sort(compareText)
    .map((key) => `${key}:${goSprint(value[key] ?? null, numbers)}`);
  return `map[${members.join(' ')}]`;
}

/** A value's type as Go's `%T` prints it. */
export function goTypeName(value: JsonValue, numbers: Numbers): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return isGoInteger(value, numbers) ? 'int64' : 'float64';
  return isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** Whether Go holds the number as an integer, which prints without exponent and without fraction. */
export function isGoInteger(value: number, numbers: Numbers): boolean {
  return numbers === 'integer' && Number.isSafeInteger(value);
}

/** `strconv.FormatFloat(value, 'E', -1, 64)`: `8.08E+03`. */
export function goScientific(value: number): string {
  return exponentOfTwoDigits(value.toExponential()).replace('e', 'E');
}

/** `%f`: six decimals and never an exponent, which `toFixed` writes from 1e21 on. */
export function goFixed(value: number): string {
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
}

/** `%v` of a float64: the shortest text; with an exponent below 1e-4, and from a million on (`1e+06`). */
function goShortestFloat(value: number): string {
  const scientific = value.toExponential();
  const exponent = Number(scientific.slice(scientific.indexOf('e') + 1));
  return exponent < -4 || exponent >= 6 ? exponentOfTwoDigits(scientific) : String(value);
}

function exponentOfTwoDigits(scientific: string): string {
  return scientific.replace(/e([+-])(\d)$/, 'e$10$2');
}
