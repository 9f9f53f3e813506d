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
<h2 id="exemptions">Exemptions</h2>
<p class="quiet">As they were on each base branch when something was last judged against it. Those that end next come first.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="exemptions"><table>
<thead><tr><th scope="col">Policy</th><th scope="col">Exempted</th><th scope="col">Until</th><th scope="col">Because</th></tr></thead>
<tbody>${exemptions.slice(0, MOST_EXEMPTIONS).map((exemption) => exemptionRow(exemption, today))}</tbody>
</table></div>
${left > 0 && html`<p class="quiet">${countOf(left, 'exemption')} more.</p>`}
</section>`;
}

function exemptionRow(exemption: FoundExemption, today: string): Html {
  const { repository, baseBranch, policy, objects, reason, until, approvedBy } = exemption;
  return html`<tr><th scope="row">${visible(policy)}</th>
<td>${visible(objects)}<br><span class="quiet">${repository}, <code>${visible(baseBranch)}</code></span></td>
<td><time datetime="${until}">${until}</time> ${mark(until, today)}</td>
<td>${visible(reason)}${approvedBy !== undefined && html`<br><span class="quiet">approved by ${visible(approvedBy)}</span>`}</td></tr>
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
