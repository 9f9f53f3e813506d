import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { errorOf, evaluate } from './evaluate.ts';

describe('times', () => {
  // Examples of Kyverno's documentation; the moment of these tests is 2026-11-21T08:30:00Z, a Saturday.
  it.each<[string, JsonValue]>([
    ['time_now()', '2026-11-21T08:30:00Z'],
    ['time_now_utc()', '2026-11-21T08:30:00Z'],
    ['time_now_utc() | time_to_cron(@)', '30 8 21 11 6'],
    ["time_since('', '2022-04-10T03:14:05-07:00', '2022-04-11T03:14:05-07:00')", '24h0m0s'],
    [
      "time_since('Mon Jan _2 15:04:05 MST 2006', 'Mon Jan 02 15:04:05 MST 2021', 'Mon Jan 10 03:14:16 MST 2021')",
      '180h10m11s',
    ],
    ["time_since('2006-Jan-02', '2020-Jan-14', '2020-Jan-17')", '72h0m0s'],
    ["time_since('', '2026-11-20T08:29:59.5Z', '')", '24h0m0.5s'],
    ["time_diff('2023-01-10T00:00:00Z', '2023-01-11T00:00:00Z')", '24h0m0s'],
    ["time_diff('2023-01-12T00:00:00Z', '2023-01-11T00:00:00Z')", '-24h0m0s'],
    ["time_diff('0001-01-01T00:00:00Z', '9999-01-01T00:00:00Z')", '2562047h47m16.854775807s'],
    ["time_add('2023-01-12T12:37:56-05:00', '6h')", '2023-01-12T18:37:56-05:00'],
    ["time_add('2024-02-28T23:59:59Z', '1s')", '2024-02-29T00:00:00Z'],
    ["time_after('2023-01-12T14:07:55-05:00', '2023-01-12T19:05:59Z')", true],
    ["time_after('2023-01-12T19:05:59Z', '2023-01-13T19:05:59Z')", false],
    ["time_before('2023-01-12T19:05:59Z', '2023-01-13T19:05:59Z')", true],
    ["time_before('2023-01-12T19:05:59Z', '2023-01-11T19:05:59Z')", false],
    ["time_between('2023-01-12T19:05:59Z', '2023-01-01T19:05:59Z', '2023-01-15T19:05:59Z')", true],
    ["time_between('2023-01-12T19:05:59Z', '2023-01-01T19:05:59Z', '2023-01-11T19:05:59Z')", false],
    ["time_parse('Mon Jan 02 2006 15:04:05 -0700', 'Fri Jun 22 2022 17:45:00 +0100')", '2022-06-22T17:45:00+01:00'],
    ["time_parse('2006-01-02T15:04:05Z07:00', '2021-01-02T15:04:05-07:00')", '2021-01-02T15:04:05-07:00'],
    ["time_parse('1702691171', '1702691171')", '2023-12-16T01:46:11Z'],
    ["time_to_cron('2022-04-11T03:14:05-07:00')", '14 3 11 4 1'],
    ["time_truncate('2023-01-12T17:37:00Z', '1h')", '2023-01-12T17:00:00Z'],
    ["time_truncate('2023-01-12T17:37:00Z', '2h')", '2023-01-12T16:00:00Z'],
    ["time_truncate('2021-01-02T23:04:05Z', '2h')", '2021-01-02T22:00:00Z'],
    ["time_utc('2021-01-02T18:04:05-05:00')", '2021-01-02T23:04:05Z'],
    ["time_utc('2021-01-02T02:04:05+08:30')", '2021-01-01T17:34:05Z'],
  ])('%s is %j', (text, value) => {
    expect(evaluate(text)).toEqual(value);
  });

  it.each([
    ["time_utc('2021-01-02')", 'cannot parse'],
    ["time_utc('2021-02-30T00:00:00Z')", 'day out of range'],
    ["time_add('2021-01-02T00:00:00Z', '1d')", '"1d" is no duration'],
    ["time_parse('123', 'x')", 'is no number of seconds'],
    ["time_since('', '', '')", 'cannot parse'],
  ])('%s fails', (text, message) => {
    expect(errorOf(text)).toContain(message);
  });
});
