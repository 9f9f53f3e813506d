import { isDeepStrictEqual } from 'node:util';

/** In which parts two states differ, and how. */
export function describeDifference<State extends object>(state: State, expected: State): string {
  const wanted = new Map(Object.entries(expected));
  return Object.entries(state)
    .filter(([part, value]) => !isDeepStrictEqual(value, wanted.get(part)))
    .map(([part, value]) => `${part} ${JSON.stringify(value)}, not ${JSON.stringify(wanted.get(part))}`)
    .join('; ');
}
