import { html } from 'hono/html';
import type { Html, Page } from './page.ts';
import type { AppHealth, InstallationHealth } from './read-installations.ts';
import { moment } from './words.ts';

/**
 * How the App stands where it is installed: for operators. What is not in order comes first.
 *
 * @param retentionDays for how long deliveries are remembered
 */
export function installationsPage({ notAsked, notTold, installations }: AppHealth, retentionDays: number): Page {
  const ordered = installations.toSorted((left, right) => Number(isInOrder(left)) - Number(isInOrder(right)));
  return {
    title: 'Installations',
    content: html`${notAsked.length + notTold.length > 0 && appSection(notAsked, notTold)}
<section>
${ordered.length === 0 ? html`<p>The App is installed nowhere.</p>` : html`<ul class="list">${ordered.map((each) => installationItem(each, retentionDays))}</ul>`}
<p class="quiet">A delivery counts if it asks for a judgement or an answer, or is about the installation itself. Of all others GitHub alone keeps a list.</p>
</section>`,
  };
}

/** What no account can mend. */
function appSection(notAsked: readonly string[], notTold: readonly string[]): Html {
  return html`<section>
<h2><span class="badge block">The App lacks what the bot needs</span></h2>
${notAsked.length > 0 && html`<p>It does not ask for ${namesOf(notAsked)}. Whoever owns the App adds it to its permissions at GitHub; then each account has to grant it.</p>`}
${notTold.length > 0 && html`<p>It is not told of ${namesOf(notTold)}. Whoever owns the App subscribes to these events at GitHub.</p>`}
</section>`;
}

function namesOf(names: readonly string[]): readonly Html[] {
  return names.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`);
}

function isInOrder({ suspendedAt, missing }: InstallationHealth): boolean {
  return suspendedAt === undefined && missing.length === 0;
}

function installationItem(installation: InstallationHealth, retentionDays: number): Html {
  const { account, address, suspendedAt, missing, lastDelivery } = installation;
  return html`<li>${stateOf(installation)} <a href="${address}">${account}</a>
${suspendedAt !== undefined && html`<p>Suspended since ${moment(new Date(suspendedAt))}: nothing is judged there.</p>`}
${missing.length > 0 && html`<p>Not granted: ${namesOf(missing)}. An owner of the account grants what the App asks for on the App's page at GitHub.</p>`}
<p class="quiet">${lastDelivery ? html`Last delivery that counts: ${lastDelivery.event}, ${moment(lastDelivery.at)}` : `None that counts was delivered in the last ${retentionDays} days.`}</p></li>
`;
}

function stateOf(installation: InstallationHealth): Html {
  if (installation.suspendedAt !== undefined) return html`<span class="badge block">Suspended</span>`;
  if (installation.missing.length > 0) return html`<span class="badge warn">Lacks permissions</span>`;
  return html`<span class="badge pass">In order</span>`;
}
