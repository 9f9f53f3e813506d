const MILLISECONDS = 86_400_000;

/** The day of an instant (milliseconds since the epoch) in UTC, as `2027-03-31`. Such days are in order as text. */
export function utcDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** How many days there are from one day to another, each written as `2027-03-31`; undefined where the calendar lacks one of them. */
export function daysBetween(from: string, to: string): number | undefined {
  const [start, end] = [instantOf(from), instantOf(to)];
  return start === undefined || end === undefined ? undefined : (end - start) / MILLISECONDS;
}

/** The day of an instant that many days later. */
export function utcDayAfter(instant: number, days: number): string {
  return utcDay(instant + days * MILLISECONDS);
}

/** `Date` rolls the 30th of February over into March: only what it gives back unchanged is a day. */
function instantOf(day: string): number | undefined {
  const instant = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(instant) && utcDay(instant) === day ? instant : undefined;
}
