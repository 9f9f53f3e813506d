import { describe, expect, it } from 'vitest';
import { calendarOf, formatRfc3339, parseGoTime, RFC3339, truncateTime } from '../../src/base/go-time.ts';

function parsed(layout: string, value: string): string {
  const result = parseGoTime(layout, value);
  return result.outcome === 'parsed' ? formatRfc3339(result.time) : result.error;
}

describe('parseGoTime', () => {
  // Layouts that Go's package documentation names, and its rules for each part.
  it.each([
    [RFC3339, '2006-01-02T15:04:05Z', '2006-01-02T15:04:05Z'],
    [RFC3339, '2006-01-02T15:04:05.123456789+07:00', '2006-01-02T15:04:05+07:00'],
    ['2006-01-02T15:04:05.999999999Z07:00', '2006-01-02T15:04:05Z', '2006-01-02T15:04:05Z'],
    ['Mon Jan _2 15:04:05 2006', 'Thu Feb  4 21:00:57 2010', '2010-02-04T21:00:57Z'],
    ['Mon Jan _2 15:04:05 MST 2006', 'Thu Feb  4 21:00:57 PST 2010', '2010-02-04T21:00:57Z'],
    ['Mon Jan 02 15:04:05 -0700 2006', 'Thu Feb 04 21:00:57 -0800 2010', '2010-02-04T21:00:57-08:00'],
    ['02 Jan 06 15:04 MST', '04 Feb 10 21:00 UTC', '2010-02-04T21:00:00Z'],
    ['Monday, 02-Jan-06 15:04:05 MST', 'Thursday, 04-Feb-70 21:00:57 GMT', '1970-02-04T21:00:57Z'],
    ['Mon, 02 Jan 2006 15:04:05 -0700', 'Thu, 04 Feb 2010 21:00:57 -0800', '2010-02-04T21:00:57-08:00'],
    ['3:04PM', '9:07AM', '0000-01-01T09:07:00Z'],
    ['3:04PM', '12:07AM', '0000-01-01T00:07:00Z'],
    ['03:04 pm', '09:07 pm', '0000-01-01T21:07:00Z'],
    ['2006-002 15', '2024-060 07', '2024-02-29T07:00:00Z'],
    ['2006-002', '2023-060', '2023-03-01T00:00:00Z'],
    ['January 2, 2006', 'march 31, 2021', '2021-03-31T00:00:00Z'],
    ['2006-01-02 15:04:05 -07:00:00', '2021-01-02 03:04:05 +01:30:00', '2021-01-02T03:04:05+01:30'],
    ['2006-01-02Z07', '2021-01-02-05', '2021-01-02T00:00:00-05:00'],
    ['2006-01-02 MST', '2021-01-02 GMT+3', '2021-01-02T00:00:00+03:00'],
    ['Janet 2006', 'Janet 2021', '2021-01-01T00:00:00Z'],
    ['15:04:05.000', '01:02:03.456', '0000-01-01T01:02:03Z'],
    ['2006-1-2', '2021-11-9', '2021-11-09T00:00:00Z'],
  ])('%s reads %s', (layout, value, expected) => {
    expect(parsed(layout, value)).toBe(expected);
  });

  it.each([
    [RFC3339, '2006-01-02', 'cannot parse "" as "T"'],
    [RFC3339, '2006-13-02T15:04:05Z', 'month out of range'],
    [RFC3339, '2006-01-32T15:04:05Z', 'day out of range'],
    [RFC3339, '2006-01-02T24:04:05Z', 'hour out of range'],
    [RFC3339, '2006-01-02T15:60:05Z', 'minute out of range'],
    [RFC3339, '2006-01-02T15:04:60Z', 'second out of range'],
    [RFC3339, '2006-01-02T15:04:05Zx', 'extra text: "x"'],
    [RFC3339, '2006-01-02T15:04:05+99:00', 'time zone offset hour out of range'],
    ['15:04:05.000', '01:02:03.45', 'cannot parse'],
    ['01', '1', 'cannot parse "1" as "01"'],
    ['2006-01-02', '2023-02-29', 'day out of range'],
    ['Jan', 'Foo', 'cannot parse "Foo" as "Jan"'],
    ['2006 002', '2023 366', 'day-of-year out of range'],
  ])('%s refuses %s', (layout, value, reason) => {
    expect(parsed(layout, value)).toContain(reason);
  });
});

describe('calendarOf', () => {
  it.each([
    ['1969-12-31T23:59:59Z', 3],
    ['0001-01-01T00:00:00Z', 1],
    ['2000-02-29T12:00:00Z', 2],
    ['9999-12-31T23:59:59Z', 5],
  ])('%s comes back, on weekday %i', (text, weekday) => {
    const result = parseGoTime(RFC3339, text);
    if (result.outcome === 'invalid') throw new Error(result.error);
    expect(formatRfc3339(result.time)).toBe(text);
    expect(calendarOf(result.time).weekday).toBe(weekday);
    // JavaScript's own calendar agrees from the year 1 on.
    expect(new Date(Number(result.time.nanoseconds / 1_000_000n)).toISOString()).toBe(text.replace('Z', '.000Z'));
  });
});

describe('truncateTime', () => {
  it('counts from the year 1, whatever the offset', () => {
    const result = parseGoTime(RFC3339, '2023-01-12T17:37:00+05:30');
    if (result.outcome === 'invalid') throw new Error(result.error);
    expect(formatRfc3339(truncateTime(result.time, 3_600_000_000_000n))).toBe('2023-01-12T17:30:00+05:30');
    expect(truncateTime(result.time, 0n)).toEqual(result.time);
  });
});
