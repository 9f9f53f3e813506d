import { expect, test } from 'vitest';
import { daysBetween, utcDay, utcDayAfter } from '../../src/base/utc-day.ts';

const NOON = Date.UTC(2027, 1, 27, 12);

test('a day is that of UTC, to its last millisecond', () => {
  expect(utcDay(Date.UTC(2027, 1, 28) - 1)).toBe('2027-02-27');
  expect(utcDay(Date.UTC(2027, 1, 28))).toBe('2027-02-28');
});

test('a later day knows the calendar', () => {
  expect(utcDayAfter(NOON, 2)).toBe('2027-03-01');
  expect(utcDayAfter(Date.UTC(2028, 1, 28), 1)).toBe('2028-02-29');
});

test.each([
  ['2027-02-27', '2027-02-27', 0],
  ['2027-02-27', '2027-03-01', 2],
  ['2028-02-27', '2028-03-01', 3],
  ['2027-03-01', '2026-03-01', -365],
])('from %s to %s', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days);
});

test.each(['2027-02-29', '2027-02-30', '2027-04-31', '2027-00-10', '2027-13-01', '2027-01-00', '2027-1-1', 'soon'])(
  '%s is no day',
  (text) => {
    expect(daysBetween('2027-01-01', text)).toBeUndefined();
  },
);
