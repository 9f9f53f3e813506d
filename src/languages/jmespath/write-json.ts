import { isArray, isObject, type JsonValue } from '../../base/json.ts';
import type { Run } from './run.ts';

/**
 * JSON text, as `JSON.stringify` writes it, counting as it goes: a value that an expression has built by doubling is small in memory and
 * endless in text. `writeText` and `orderKeys` let a caller write as another language would.
 */
export function writeJson<Environment>(
  value: JsonValue,
  run: Run<Environment>,
  { writeText = JSON.stringify, writeNumber = JSON.stringify, orderKeys = Object.keys }: JsonStyle = {},
): string {
  const write = (part: JsonValue): string => {
    if (isArray(part)) {
      run.spendSteps(part.length);
      return `[${part.map(write).join(',')}]`;
    }
    if (isObject(part)) {
      const keys = orderKeys(part);
      run.spendSteps(keys.length);
      return `{${keys.map((key) => `${writeText(key)}:${write(part[key] ?? null)}`).join(',')}}`;
    }
    const text =
      typeof part === 'string' ? writeText(part) : typeof part === 'number' ? writeNumber(part) : String(part);
    run.spendCharacters(text.length);
    return text;
  };
  return write(value);
}

export interface JsonStyle {
  readonly writeText?: (text: string) => string;
  readonly writeNumber?: (value: number) => string;
  readonly orderKeys?: (value: { readonly [key: string]: JsonValue }) => readonly string[];
}
