import { calendarOf, formatRfc3339, type GoTime, parseGoTime, RFC3339, truncateTime } from '../../../base/go-time.ts';
import { formatDuration, parseDuration } from '../../../kubernetes/duration.ts';
import { defineFunction } from '../../../languages/jmespath/functions.ts';
import type { KyvernoFunctions } from './environment.ts';
import { failure } from './failure.ts';

/**
 * Times in RFC 3339 and durations of Go. Now is the run's own, in UTC.
 * Semantics: kyverno/kyverno, pkg/engine/jmespath/time.go.
 */
export const timeFunctions: KyvernoFunctions = {
  time_now: defineFunction([], (_, run) => formatRfc3339(momentOf(run.environment.now))),
  time_now_utc: defineFunction([], (_, run) => formatRfc3339(momentOf(run.environment.now))),
  time_since: defineFunction(['string', 'string', 'string'], ([layout, start, end], run) => {
    const parse = (text: string): GoTime => parseTime('time_since', text, layout === '' ? RFC3339 : layout);
    const from = parse(start);
    return between(from, end === '' ? momentOf(run.environment.now) : parse(end));
  }),
  time_diff: defineFunction(['string', 'string'], ([start, end]) =>
    between(parseTime('time_diff', start), parseTime('time_diff', end)),
  ),
  time_add: defineFunction(['string', 'string'], ([text, duration]) => {
    const { nanoseconds, offsetSeconds } = parseTime('time_add', text);
    return formatRfc3339({ nanoseconds: nanoseconds + parseSpan('time_add', duration), offsetSeconds });
  }),
  time_truncate: defineFunction(['string', 'string'], ([text, duration]) =>
    formatRfc3339(truncateTime(parseTime('time_truncate', text), parseSpan('time_truncate', duration))),
  ),
  time_parse: defineFunction(['string', 'string'], ([layout, text]) => {
    if (parseInt64(layout) === undefined) return formatRfc3339(parseTime('time_parse', text, layout));
    // A layout that is a number says that the time is in seconds since 1970.
    const seconds = parseInt64(text);
    if (seconds === undefined) throw failure('time_parse', `"${text}" is no number of seconds`);
    if (seconds > MAX_SECONDS || seconds < -MAX_SECONDS) throw failure('time_parse', `"${text}" is out of range`);
    return formatRfc3339({ nanoseconds: seconds * 1_000_000_000n, offsetSeconds: 0 });
  }),
  time_utc: defineFunction(['string'], ([text]) => formatRfc3339({ ...parseTime('time_utc', text), offsetSeconds: 0 })),
  time_to_cron: defineFunction(['string'], ([text]) => {
    const { minute, hour, day, month, weekday } = calendarOf(parseTime('time_to_cron', text));
    return `${minute} ${hour} ${day} ${month} ${weekday}`;
  }),
  time_before: defineFunction(['string', 'string'], ([text, other]) => {
    const [left, right] = [parseTime('time_before', text), parseTime('time_before', other)];
    return left.nanoseconds < right.nanoseconds;
  }),
  time_after: defineFunction(['string', 'string'], ([text, other]) => {
    const [left, right] = [parseTime('time_after', text), parseTime('time_after', other)];
    return left.nanoseconds > right.nanoseconds;
  }),
  time_between: defineFunction(['string', 'string', 'string'], ([text, start, end]) => {
    const [time, from, to] = [text, start, end].map((each) => parseTime('time_between', each).nanoseconds);
    return time !== undefined && from !== undefined && to !== undefined && time > from && time < to;
  }),
};

/** The year 9999, beyond which RFC 3339 cannot write. */
const MAX_SECONDS = 253_402_300_799n;
const MAX_INT64 = (1n << 63n) - 1n;

function momentOf(milliseconds: number): GoTime {
  return { nanoseconds: BigInt(Math.trunc(milliseconds)) * 1_000_000n, offsetSeconds: 0 };
}

function parseTime(name: string, text: string, layout = RFC3339): GoTime {
  const parsed = parseGoTime(layout, text);
  if (parsed.outcome === 'invalid') throw failure(name, parsed.error);
  return parsed.time;
}

function parseSpan(name: string, text: string): bigint {
  const duration = parseDuration(text);
  if (duration === undefined) throw failure(name, `"${text}" is no duration`);
  return duration;
}

/** `Time.Sub`: at most what fits in 64 bits. */
function between(start: GoTime, end: GoTime): string {
  const span = end.nanoseconds - start.nanoseconds;
  return formatDuration(span > MAX_INT64 ? MAX_INT64 : span < -MAX_INT64 - 1n ? -MAX_INT64 - 1n : span);
}

function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?\d{1,30}$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
