import type { JsonValue } from '../../base/json.ts';
import type { SliceParts } from './ast.ts';
import { JmespathRuntimeError } from './errors.ts';

/** `[start:stop:step]` as Python has it: negative positions count from the end, a negative step goes backwards, zero is an error. */
export function sliceList(list: readonly JsonValue[], [start, stop, step = 1]: SliceParts): readonly JsonValue[] {
  if (step === 0) throw new JmespathRuntimeError('invalid-value', 'the step of a slice cannot be 0');
  const { length } = list;
  const forward = step > 0;
  const from = start === undefined ? (forward ? 0 : length - 1) : clamp(start, length, forward);
  const to = stop === undefined ? (forward ? length : -1) : clamp(stop, length, forward);
  const result: JsonValue[] = [];
  for (let index = from; forward ? index < to : index > to; index += step) result.push(list[index] ?? null);
  return result;
}

function clamp(position: number, length: number, forward: boolean): number {
  const fromStart = position < 0 ? position + length : position;
  return forward ? Math.min(Math.max(fromStart, 0), length) : Math.min(Math.max(fromStart, -1), length - 1);
}
