import { html } from 'hono/html';
import type { Html } from './page.ts';

type Outcome = 'pass' | 'warn' | 'block' | 'skipped' | 'failed';

const BADGES: { readonly [outcome in Outcome]: readonly [style: string, words: string] } = {
  pass: ['pass', 'Passed'],
  warn: ['warn', 'Not blocked'],
  block: ['block', 'Blocked'],
  failed: ['block', 'Could not be judged'],
  skipped: ['other', 'Nothing to judge'],
};

export function badge(outcome: Outcome): Html {
  const [style, words] = BADGES[outcome];
  return html`<span class="badge ${style}">${words}</span>`;
}

/** `2026-05-17 12:03 UTC`: whose clock is meant has to be said, for a page without scripts does not know the reader's. */
export function moment(date: Date): Html {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}

const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
] as const;

/** `840 ms`, `1.2 s`, `12 min`, `3 h`, `2 d`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  const unit = UNITS.find((each) => seconds >= each.seconds);
  if (unit !== undefined) return `${Math.round(seconds / unit.seconds)} ${unit.name}`;
  return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
}
