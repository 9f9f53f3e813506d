import { html } from 'hono/html';
import type { Html, Page } from './page.ts';
import type { InstallationHealth } from './read-installations.ts';
import { moment } from './words.ts';

/** How the App stands where it is installed: for operators. What is not in order comes first. */
export function installationsPage(installations: readonly InstallationHealth[]): Page {
  const ordered = installations.toSorted((left, right) => Number(isInOrder(left)) - Number(isInOrder(right)));
  return {
    title: 'Installations',
    content: html`<section>
${ordered.length === 0 ? html`<p>The App is installed nowhere.</p>` : html`<ul class="list">${ordered.map(installationItem)}</ul>`}
</section>`,
  };
}

function isInOrder({ suspendedAt, missing }: InstallationHealth): boolean {
  return suspendedAt === undefined && missing.length === 0;
}

function installationItem(installation: InstallationHealth): Html {
  const { account, address, suspendedAt, missing, lastDelivery } = installation;
  return html`<li>${stateOf(installation)} <a href="${address}">${account}</a>
${suspendedAt !== undefined && html`<p>Suspended since ${moment(new Date(suspendedAt))}: nothing is judged there.</p>`}
${missing.length > 0 && html`<p>Not granted: ${missing.map((each, index) => html`${index > 0 && ', '}<code>${each}</code>`)}. An owner of the account grants it on the App's page at GitHub.</p>`}
<p class="quiet">${lastDelivery ? html`Last delivery: ${lastDelivery.event}, ${moment(lastDelivery.at)}` : 'Nothing was ever delivered from there.'}</p></li>
`;
}

function stateOf(installation: InstallationHealth): Html {
  if (installation.suspendedAt !== undefined) return html`<span class="badge block">Suspended</span>`;
  if (installation.missing.length > 0) return html`<span class="badge warn">Lacks permissions</span>`;
  return html`<span class="badge pass">In order</span>`;
}
