import { html } from 'hono/html';
import { countOf } from '../../src/base/count-of.ts';
import { utcDayAfter } from '../../src/base/utc-day.ts';
import type { Html } from './page.ts';

const BAR = 7;
const GAP = 2;
const HEIGHT = 28;

/** The days of a period in UTC, the last of them the present one. */
export function daysUntil(now: number, days: number): readonly string[] {
  return Array.from({ length: days }, (_, index) => utcDayAfter(now, index + 1 - days));
}

/** A bar for each day. Whoever cannot see it hears how many there were, and when there were most. */
export function dayBars(days: readonly string[], counts: ReadonlyMap<string, number>, most: number): Html {
  const width = days.length * (BAR + GAP);
  const bars = days.map((day, index) => {
    const count = counts.get(day) ?? 0;
    // One is seen, beside however many.
    const height = count === 0 ? 0 : Math.max(2, Math.round((count / most) * HEIGHT));
    return html`<rect x="${index * (BAR + GAP)}" y="${HEIGHT - height}" width="${BAR}" height="${height}"><title>${day}: ${count}</title></rect>`;
  });
  return html`<svg class="days" role="img" aria-label="${labelOf(days, counts)}" width="${width}" height="${HEIGHT + 1}" viewBox="0 0 ${width} ${HEIGHT + 1}">
${bars}<line x1="0" y1="${HEIGHT + 0.5}" x2="${width}" y2="${HEIGHT + 0.5}"/></svg>`;
}

function labelOf(days: readonly string[], counts: ReadonlyMap<string, number>): string {
  const total = days.reduce((sum, day) => sum + (counts.get(day) ?? 0), 0);
  const highest = days.toSorted((left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0))[0] ?? '';
  return `${total} in ${countOf(days.length, 'day')}, most on ${highest}: ${counts.get(highest) ?? 0}`;
}
