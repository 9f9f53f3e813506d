import { expect, it } from 'vitest';
import { type Attempt, chooseRedeliveries } from '../../../bot/sweeps/choose-redeliveries.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 15, 12);

/** Attempts at one delivery, so many minutes before noon, the last of which may have succeeded. */
function attempts(guid: string, minutes: readonly number[], end: 'fails' | 'succeeds' = 'fails'): readonly Attempt[] {
  return minutes.map((before, index) => ({
    id: NOON - before * MINUTE,
    guid,
    event: 'pull_request',
    at: new Date(NOON - before * MINUTE),
    hasSucceeded: end === 'succeeds' && index === minutes.length - 1,
  }));
}

it.each<[string, readonly Attempt[], readonly string[], number | undefined]>([
  ['there was nothing', [], [], undefined],
  ['it arrived', attempts('a', [3], 'succeeds'), [], undefined],
  ['it failed just now', attempts('a', [0]), ['a'], 0],
  ['it failed once, by a clock ahead of ours', attempts('a', [-60]), ['a'], -60],
  ['it arrived when it was delivered again', attempts('a', [9, 4], 'succeeds'), [], undefined],
  ['it failed twice, the last time just now', attempts('a', [5, 0]), ['a'], 5],
  ['it failed three times, the last time less than a minute ago', attempts('a', [9, 5, 0.5]), [], 9],
  ['it failed three times, the last time a minute ago', attempts('a', [9, 5, 1]), ['a'], 9],
  ['it failed five times, the last time less than four minutes ago', attempts('a', [9, 8, 7, 6, 3]), [], 9],
  ['it failed five times, the last time four minutes ago', attempts('a', [9, 8, 7, 6, 4]), ['a'], 9],
  ['it failed eleven times', attempts('a', [99, 98, 97, 96, 95, 94, 93, 92, 91, 90, 89]), [], undefined],
  ['several failed', [...attempts('b', [2]), ...attempts('a', [7]), ...attempts('c', [8], 'succeeds')], ['a', 'b'], 7],
])('%s', (_, all, due, pendingMinutes) => {
  const chosen = chooseRedeliveries(all.toReversed(), new Date(NOON));
  expect(chosen.due.map(({ guid }) => guid)).toEqual(due);
  expect(chosen.pendingSince?.getTime()).toBe(
    pendingMinutes === undefined ? undefined : NOON - pendingMinutes * MINUTE,
  );
});

it('the last attempt is the one that is repeated', () => {
  const all = attempts('a', [9, 5, 2]);
  expect(chooseRedeliveries(all, new Date(NOON)).due).toEqual(all.slice(-1));
});
