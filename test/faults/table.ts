import { FAULT_KINDS } from './fault-kinds.ts';
import type { Cell } from './matrix.ts';

/** A cell that has been tried. */
export type Tried = Cell<{ readonly name: string }> & { readonly ending: Ending };

/** How a run with a fault has ended. */
export type Ending = { readonly kind: 'right' } | { readonly kind: string; readonly words: string };

/** The sign of each kind of ending. */
export type Signs = Readonly<Record<string, string>>;

/** Faults by calls, with a sign for how each has ended. */
export function tableOf(tried: readonly Tried[], signs: Signs): string {
  const calls = [...new Set(tried.map(nameOfCall))];
  const width = Math.max(...FAULT_KINDS.map(({ name }) => name.length)) + 2;
  const rows = FAULT_KINDS.map(({ name }) => {
    const ofFault = tried.filter(({ fault }) => fault.name === name);
    const row = calls.map((call) =>
      signsOf(
        ofFault.filter((each) => nameOfCall(each) === call),
        signs,
      ),
    );
    return `${name.padEnd(width)}${row.join(' ')}`;
  });
  const numbers = calls.map((_, index) => String(index + 1).padEnd(2));
  return [
    ...calls.map((call, index) => `${String(index + 1).padStart(4)}  ${call}`),
    '',
    `${''.padEnd(width)}${numbers.join(' ')}`,
    ...rows,
  ].join('\n');
}

/** What the columns of a table are. */
export const ABOUT_SIGNS =
  'first sign: the fault strikes that call alone · second sign: each later call of that name, too';

function nameOfCall({ call }: Tried): string {
  return call.nth === 1 ? call.name : `${call.name}, number ${call.nth}`;
}

function signsOf(tried: readonly Tried[], signs: Signs): string {
  const sign = (persistence: Tried['persistence']) => {
    const found = tried.find((each) => each.persistence === persistence);
    return found === undefined ? ' ' : (signs[found.ending.kind] ?? '?');
  };
  return sign('once') + sign('always');
}

export function describeTotals(tried: readonly Tried[]): string {
  const counts = Object.entries(Object.groupBy(tried, ({ ending }) => ending.kind)).map(
    ([kind, some]) => `${kind} ${some?.length}`,
  );
  return `${tried.length} runs: ${counts.join(', ')}`;
}

/** What went wrong where, each in a line. */
export function describeWrong(tried: readonly Tried[]): readonly string[] {
  return tried
    .filter(({ ending }) => ending.kind === 'wrong')
    .map(({ situation, fault, call, persistence, ending }) => {
      const words = 'words' in ending ? ending.words : '';
      return `WRONG: ${situation.name}: ${fault.name}, ${persistence}, at ${call.name} ${call.nth}: ${words}`;
    });
}
