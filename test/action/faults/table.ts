import { FAULT_KINDS } from './fault-kinds.ts';
import type { Cell, Ending } from './try-fault.ts';

/** A cell that has been tried. */
export interface Tried extends Cell {
  readonly ending: Ending;
}

const SYMBOLS = { right: '✓', told: 't', red: 'r', wrong: 'W' } as const;

export const LEGEND = [
  '✓ right, as without the fault · t right verdict, and words about what the pull request does not show · r red, and words · W WRONG',
  'first sign: the fault strikes that call alone · second sign: each later call of that name, too',
].join('\n');

/** Faults by calls, with a sign for how each has ended. */
export function tableOf(tried: readonly Tried[]): string {
  const calls = [...new Set(tried.map(nameOfCall))];
  const width = Math.max(...FAULT_KINDS.map(({ name }) => name.length)) + 2;
  const rows = FAULT_KINDS.map(({ name }) => {
    const ofFault = tried.filter(({ fault }) => fault.name === name);
    const signs = calls.map((call) => signsOf(ofFault.filter((each) => nameOfCall(each) === call)));
    return `${name.padEnd(width)}${signs.join(' ')}`;
  });
  const numbers = calls.map((_, index) => String(index + 1).padEnd(2));
  return [
    ...calls.map((call, index) => `${String(index + 1).padStart(4)}  ${call}`),
    '',
    `${''.padEnd(width)}${numbers.join(' ')}`,
    ...rows,
  ].join('\n');
}

function nameOfCall({ call }: Cell): string {
  return call.nth === 1 ? call.name : `${call.name}, number ${call.nth}`;
}

function signsOf(tried: readonly Tried[]): string {
  const sign = (persistence: Cell['persistence']) => {
    const found = tried.find((each) => each.persistence === persistence);
    return found === undefined ? ' ' : SYMBOLS[found.ending.kind];
  };
  return sign('once') + sign('always');
}
