import { html } from 'hono/html';
import { visible } from '../../src/text/visible.ts';
import type { Judgement } from '../store/judgement.ts';
import type { Html } from './page.ts';
import { pathOf } from './path-of.ts';
import { outcomeOf } from './pull-request-page.ts';
import { badge, moment } from './words.ts';

/** A judgement in a list: what of and when, and why it failed where it did. */
export function judgementItem(judgement: Judgement): Html {
  const { repository, number, queuedNumber = number, headSha, startedAt, outcome } = judgement;
  const what =
    queuedNumber === undefined
      ? repository
      : html`<a href="${pathOf(repository, queuedNumber)}">${repository} #${queuedNumber}</a>`;
  const group = number === undefined && html`, merge group <code>${headSha.slice(0, 12)}</code>`;
  return html`<li>${badge(outcomeOf(judgement))} ${what}${group} <span class="quiet">${moment(startedAt)}</span>
${outcome.kind === 'failed' && html`<p>${visible(outcome.reason)}</p>`}</li>
`;
}
