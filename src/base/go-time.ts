import { dateOf, daysFromEpoch, daysOfMonth, monthAndDay } from './calendar.ts';

/** A moment, to the nanosecond, and the offset from UTC in which it is written. */
export interface GoTime {
  /** Since 1970-01-01T00:00:00Z. */
  readonly nanoseconds: bigint;
  readonly offsetSeconds: number;
}

export type ParsedTime =
  | { readonly outcome: 'parsed'; readonly time: GoTime }
  | { readonly outcome: 'invalid'; readonly error: string };

export const RFC3339 = '2006-01-02T15:04:05Z07:00';

const SHORT_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONG_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const SHORT_DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const LONG_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The parts of a layout that stand for something; the longer one of two that begin alike comes first. */
const LAYOUT_PART = new RegExp(
  [
    'January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST',
    '002|0[1-6]|15|1|_?2006|2|__2|_2|3|4|5|PM|pm',
    '-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07',
    '[.,]0+(?!\\d)|[.,]9+(?!\\d)',
  ].join('|'),
);
const MAX_TEXT = 1000;

/**
 * Parses a time by a layout in which parts of the reference time `Mon Jan 2 15:04:05 MST 2006` stand for what varies. A fraction of a
 * second may follow the seconds even where the layout has none. Without an offset it is UTC; so is a zone that is only a name.
 * Semantics: Go's time.Parse, with UTC as the local zone.
 */
export function parseGoTime(layout: string, value: string): ParsedTime {
  if (layout.length > MAX_TEXT || value.length > MAX_TEXT)
    return { outcome: 'invalid', error: 'the time or its layout is too long' };
  const fields = new Fields(value);
  try {
    let rest = layout;
    for (;;) {
      const match = LAYOUT_PART.exec(rest);
      fields.skip(match ? rest.slice(0, match.index) : rest);
      if (!match) break;
      const [part] = match;
      rest = rest.slice(match.index + part.length);
      fields.read(part, rest);
    }
    if (fields.rest !== '') throw new Mismatch(`extra text: "${fields.rest}"`);
    return { outcome: 'parsed', time: fields.time() };
  } catch (cause) {
    if (!(cause instanceof Mismatch)) throw cause;
    return { outcome: 'invalid', error: `parsing time "${value}" as "${layout}": ${cause.reason}` };
  }
}

class Mismatch {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What has been read so far, and what is left of the text. */
class Fields {
  rest: string;
  #year = 0;
  #month: number | undefined;
  #day: number | undefined;
  #dayOfYear: number | undefined;
  #hour = 0;
  #minute = 0;
  #second = 0;
  #nanosecond = 0;
  #half: 'am' | 'pm' | undefined;
  #offset: number | undefined;

  constructor(value: string) {
    this.rest = value;
  }

  /** Text of the layout stands for itself; a run of spaces for any run of spaces. */
  skip(literal: string): void {
    let expected = literal;
    while (expected !== '') {
      if (expected.startsWith(' ')) {
        if (this.rest !== '' && !this.rest.startsWith(' ')) throw this.#bad(literal);
        expected = expected.replace(/^ +/, '');
        this.rest = this.rest.replace(/^ +/, '');
      } else {
        if (this.rest === '' || this.rest[0] !== expected[0]) throw this.#bad(literal);
        expected = expected.slice(1);
        this.rest = this.rest.slice(1);
      }
    }
  }

  read(part: string, restOfLayout: string): void {
    switch (part) {
      case '2006':
      case '_2006':
        if (part === '_2006') this.skip('_');
        this.#year = Number(this.#take(/^\d{4}/, part));
        return;
      case '06': {
        const year = Number(this.#take(/^\d\d/, part));
        this.#year = year >= 69 ? 1900 + year : 2000 + year;
        return;
      }
      case 'Jan':
        this.#month = this.#name(SHORT_MONTHS, part) + 1;
        return;
      case 'January':
        this.#month = this.#name(LONG_MONTHS, part) + 1;
        return;
      case '1':
      case '01':
        this.#month = this.#number(part, 1, 12, 'month');
        return;
      case 'Mon':
        this.#name(SHORT_DAYS, part);
        return;
      case 'Monday':
        this.#name(LONG_DAYS, part);
        return;
      case '_2':
        this.rest = this.rest.replace(/^ /, '');
        this.#day = this.#number(part, 0, 99, 'day');
        return;
      case '2':
      case '02':
        this.#day = this.#number(part, 0, 99, 'day');
        return;
      case '__2':
        this.rest = this.rest.replace(/^ {1,2}/, '');
        this.#dayOfYear = Number(this.#take(/^\d{1,3}/, part));
        return;
      case '002':
        this.#dayOfYear = Number(this.#take(/^\d{3}/, part));
        return;
      case '15':
        this.#hour = this.#number(part, 0, 23, 'hour');
        return;
      case '3':
      case '03':
        this.#hour = this.#number(part, 0, 12, 'hour');
        return;
      case '4':
      case '04':
        this.#minute = this.#number(part, 0, 59, 'minute');
        return;
      case '5':
      case '05':
        this.#second = this.#number(part, 0, 59, 'second');
        // A fraction is read even where the layout does not ask for one.
        if (!/^[.,](?:0+|9+)(?!\d)/.test(restOfLayout)) this.#fraction();
        return;
      case 'PM':
        this.#half = this.#take(/^(?:AM|PM)/, part) === 'PM' ? 'pm' : 'am';
        return;
      case 'pm':
        this.#half = this.#take(/^(?:am|pm)/, part) === 'pm' ? 'pm' : 'am';
        return;
      case 'MST':
        this.#zoneName();
        return;
    }
    if (part.startsWith('Z') && this.rest.startsWith('Z')) {
      this.rest = this.rest.slice(1);
      this.#offset = 0;
    } else if (/^[Z-]/.test(part)) {
      this.#zoneOffset(part);
    } else if (part.includes('0')) {
      this.#nanosecond = nanosecondsOf(this.#take(new RegExp(`^[.,]\\d{${part.length - 1}}`), part));
    } else {
      this.#fraction();
    }
  }

  time(): GoTime {
    const hour =
      this.#half === 'pm' && this.#hour < 12
        ? this.#hour + 12
        : this.#half === 'am' && this.#hour === 12
          ? 0
          : this.#hour;
    const { month, day } = this.#date();
    const offsetSeconds = this.#offset ?? 0;
    const seconds = daysFromEpoch(this.#year, month, day) * 86_400 + hour * 3600 + this.#minute * 60 + this.#second;
    return { nanoseconds: BigInt(seconds - offsetSeconds) * 1_000_000_000n + BigInt(this.#nanosecond), offsetSeconds };
  }

  #date(): { readonly month: number; readonly day: number } {
    const month = this.#month ?? 1;
    const day = this.#day ?? 1;
    if (this.#dayOfYear === undefined) {
      if (day < 1 || day > daysOfMonth(this.#year, month)) throw new Mismatch('day out of range');
      return { month, day };
    }
    const found = monthAndDay(this.#year, this.#dayOfYear);
    if (!found) throw new Mismatch('day-of-year out of range');
    if (this.#month !== undefined && this.#month !== found.month)
      throw new Mismatch('day-of-year does not match month');
    if (this.#day !== undefined && this.#day !== found.day) throw new Mismatch('day-of-year does not match day');
    return found;
  }

  /** Two digits where the layout has a leading zero, else one or two. */
  #number(part: string, least: number, most: number, what: string): number {
    const number = Number(this.#take(part.startsWith('0') ? /^\d\d/ : /^\d\d?/, part));
    if (number < least || number > most) throw new Mismatch(`${what} out of range`);
    return number;
  }

  /** A name's number in the list, whatever the case of its letters. */
  #name(names: readonly string[], part: string): number {
    const index = names.findIndex((name) => this.rest.slice(0, name.length).toLowerCase() === name.toLowerCase());
    if (index < 0) throw this.#bad(part);
    this.rest = this.rest.slice(names[index]?.length);
    return index;
  }

  #fraction(): void {
    const match = /^[.,]\d+/.exec(this.rest);
    if (!match) return;
    this.#nanosecond = nanosecondsOf(match[0]);
    this.rest = this.rest.slice(match[0].length);
  }

  #zoneOffset(part: string): void {
    const shape = part.slice(1).replace('07', '(\\d\\d)').replace('00', '(\\d\\d)').replace('00', '(\\d\\d)');
    const pattern = new RegExp(`^([+-])${shape}`);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = pattern.exec(this.rest) ?? [];
    this.#take(pattern, part);
    if (Number(hours) > 24) throw new Mismatch('time zone offset hour out of range');
    if (Number(minutes) > 60) throw new Mismatch('time zone offset minute out of range');
    if (Number(seconds) > 60) throw new Mismatch('time zone offset second out of range');
    const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    this.#offset = sign === '-' ? -offset : offset;
  }

  /** A name says nothing about its offset but for GMT+3; what is not known counts as UTC. An offset in digits is more exact and wins. */
  #zoneName(): void {
    const name = this.#take(ZONE_NAME, 'MST');
    if (/^GMT[+-]/.test(name)) this.#offset ??= Number(name.slice(3)) * 3600;
    else if (name === 'UTC') this.#offset = 0;
  }

  #take(pattern: RegExp, part: string): string {
    const match = pattern.exec(this.rest);
    if (!match) throw this.#bad(part);
    this.rest = this.rest.slice(match[0].length);
    return match[0];
  }

  #bad(part: string): Mismatch {
    return new Mismatch(`cannot parse "${this.rest}" as "${part}"`);
  }
}

/** Three capital letters, four or five with a T at the end, and what Go names besides. */
const ZONE_NAME =
  /^(?:UTC|ChST|MeST|GMT[+-](?:1\d|2[0-3]|0?\d)(?!\d)|GMT|[+-](?:1\d|2[0-3]|0?\d)(?!\d)|WITA(?![A-Z])|[A-Z]{4}T(?![A-Z])|[A-Z]{3}T(?![A-Z])|[A-Z]{3}(?![A-Z]))/;

function nanosecondsOf(fraction: string): number {
  return Number(fraction.slice(1, 10).padEnd(9, '0'));
}

/** Writes a time as RFC 3339 without a fraction: `2021-01-02T15:04:05-07:00`, and `Z` where the offset is zero. */
export function formatRfc3339({ nanoseconds, offsetSeconds }: GoTime): string {
  const { year, month, day, hour, minute, second } = calendarOf({ nanoseconds, offsetSeconds });
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}${offsetText(offsetSeconds)}`;
}

function offsetText(offsetSeconds: number): string {
  if (offsetSeconds === 0) return 'Z';
  const minutes = Math.trunc(Math.abs(offsetSeconds) / 60);
  return `${offsetSeconds < 0 ? '-' : '+'}${pad(Math.trunc(minutes / 60))}:${pad(minutes % 60)}`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

export interface Calendar {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** From 0, Sunday. */
  readonly weekday: number;
}

/** Date and time of day as a clock at that offset shows them. */
export function calendarOf({ nanoseconds, offsetSeconds }: GoTime): Calendar {
  const seconds = Number(floorDivide(nanoseconds, 1_000_000_000n)) + offsetSeconds;
  const days = Math.floor(seconds / 86_400);
  const inDay = seconds - days * 86_400;
  return {
    ...dateOf(days),
    hour: Math.floor(inDay / 3600),
    minute: Math.floor(inDay / 60) % 60,
    second: inDay % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

/** Rounds down to a multiple of the duration since the year 1, as Go's Time.Truncate does; not at all for a duration of zero or less. */
export function truncateTime({ nanoseconds, offsetSeconds }: GoTime, duration: bigint): GoTime {
  if (duration <= 0n) return { nanoseconds, offsetSeconds };
  const sinceYearOne = nanoseconds + SECONDS_TO_EPOCH * 1_000_000_000n;
  return { nanoseconds: nanoseconds - (sinceYearOne - floorDivide(sinceYearOne, duration) * duration), offsetSeconds };
}

/** From 0001-01-01 to 1970-01-01. */
const SECONDS_TO_EPOCH = 62_135_596_800n;

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
