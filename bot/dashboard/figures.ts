import { html } from 'hono/html';
import type { Html } from './page.ts';

/** Numbers that are read at a glance. */
export function figures(entries: readonly (readonly [value: string, meaning: string])[]): Html {
  return html`<dl class="figures">${entries.map(([value, meaning]) => html`<div><dt>${meaning}</dt><dd>${value}</dd></div>`)}</dl>`;
}
