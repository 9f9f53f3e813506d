import { html } from 'hono/html';
import { countOf } from '../../src/base/count-of.ts';
import { daysBetween } from '../../src/base/utc-day.ts';
import { visible } from '../../src/text/visible.ts';
import type { FoundExemption } from '../store/exemptions.ts';
import type { Html } from './page.ts';

const MOST_EXEMPTIONS = 100;

/** What people live with for a while, and until when. */
export function exemptionSection(exemptions: readonly FoundExemption[], today: string): Html {
  const left = exemptions.length - MOST_EXEMPTIONS;
  if (exemptions.length === 0) return html`<section><h2>Exemptions</h2><p>There are none.</p></section>`;
  return html`<section>
<h2>Exemptions</h2>
<p class="quiet">As they were on the base branch when something was last judged against it. Those that end next come first.</p>
<ul class="list">${exemptions.slice(0, MOST_EXEMPTIONS).map((exemption) => exemptionItem(exemption, today))}</ul>
${left > 0 && html`<p class="quiet">${countOf(left, 'exemption')} more.</p>`}
</section>`;
}

function exemptionItem(exemption: FoundExemption, today: string): Html {
  const { repository, baseBranch, policy, objects, reason, until, approvedBy } = exemption;
  return html`<li>${mark(until, today)} <code>${visible(policy)}</code> for ${visible(objects)} until <time datetime="${until}">${until}</time>
<span class="quiet">in ${repository}, <code>${visible(baseBranch)}</code></span>
<p>${visible(reason)}${approvedBy !== undefined && html` <span class="quiet">(approved by ${visible(approvedBy)})</span>`}</p></li>
`;
}

/** Whoever relies on one that ends within so many days has to do something. */
const SOON_DAYS = 14;

function mark(until: string, today: string): Html | false {
  const left = daysBetween(today, until) ?? 0;
  if (left < 0) return html`<span class="badge block">Ended</span>`;
  if (left > SOON_DAYS) return false;
  return html`<span class="badge warn">${left === 0 ? 'Ends today' : `Ends in ${countOf(left, 'day')}`}</span>`;
}
