import { html } from 'hono/html';
import { compareText } from '../../src/base/compare-text.ts';
import { countOf } from '../../src/base/count-of.ts';
import { formatCount } from '../../src/base/format-count.ts';
import { utcDay } from '../../src/base/utc-day.ts';
import { visible } from '../../src/text/visible.ts';
import type { BlockedPullRequest } from '../store/blocked-now.ts';
import type { FoundExemption } from '../store/exemptions.ts';
import type { Judgement } from '../store/judgement.ts';
import type { Mendings } from '../store/mendings.ts';
import type { ViolationsOfDay } from '../store/violations-by-day.ts';
import { dayBars, daysUntil } from './day-bars.ts';
import { exemptionSection } from './exemption-section.ts';
import { figures } from './figures.ts';
import { judgementItem } from './judgement-item.ts';
import type { Html, Page } from './page.ts';
import { pathOf } from './path-of.ts';
import { type Progress, queueSection } from './queue-section.ts';
import { badge, duration, moment } from './words.ts';

/** The period that is looked back on. */
export const DAYS = 30;

export interface Overview {
  readonly now: number;
  readonly blocked: readonly BlockedPullRequest[];
  readonly violations: readonly ViolationsOfDay[];
  readonly mendings: { readonly all: Mendings; readonly policies: ReadonlyMap<string, Mendings> };
  readonly exemptions: readonly FoundExemption[];
  readonly latest: readonly Judgement[];
  /** For operators. */
  readonly progress: Progress | undefined;
}

/** Where people look first. */
export function overviewPage(overview: Overview): Page {
  return {
    title: 'Overview',
    content: html`${summary(overview)}
${blockedSection(overview.blocked)}
${policySection(overview)}
${exemptionSection(overview.exemptions, utcDay(overview.now))}
${overview.progress && queueSection(overview.progress, DAYS)}
${latestSection(overview.latest)}`,
  };
}

function summary({ blocked, violations, mendings: { all } }: Overview): Html {
  const found = violations.reduce((sum, { count }) => sum + count, 0);
  return figures([
    [formatCount(blocked.length), 'blocked now'],
    [formatCount(found), `violations brought in ${DAYS} days`],
    [formatCount(all.count), 'mended before the merge'],
    [shareOf(all), 'of these had a proven suggestion'],
    [all.count === 0 ? '–' : duration(all.medianSeconds * 1000), 'from finding to mending, median'],
  ]);
}

function shareOf({ count, suggested }: Mendings): string {
  return count === 0 ? '–' : `${Math.round((suggested / count) * 100)} %`;
}

const MOST_BLOCKED = 100;

function blockedSection(blocked: readonly BlockedPullRequest[]): Html {
  const left = blocked.length - MOST_BLOCKED;
  return html`<section>
<h2>Blocked now</h2>
${blocked.length === 0 ? html`<p>Nothing is.</p>` : html`<ul class="list">${blocked.slice(0, MOST_BLOCKED).map(blockedItem)}</ul>`}
${left > 0 && html`<p class="quiet">${countOf(left, 'pull request')} more.</p>`}
</section>`;
}

function blockedItem({
  repository,
  number,
  baseBranch,
  judgedAt,
  outcome,
  reasons,
  findings,
}: BlockedPullRequest): Html {
  const by = findings.map(
    ({ policy, level, count }) =>
      html`<li>${count} × <code>${visible(policy)}</code> <span class="quiet">${level}</span></li>`,
  );
  return html`<li>${badge(outcome)} <a href="${pathOf(repository, number)}">${repository} #${number}</a>
<span class="quiet">into <code>${visible(baseBranch)}</code>, ${moment(judgedAt)}</span>
<p>${visible(reasons.join('; '))}</p>
${by.length > 0 && html`<ul class="tags">${by}</ul>`}</li>
`;
}

interface PolicyRow {
  readonly policy: string;
  readonly total: number;
  readonly byDay: ReadonlyMap<string, number>;
  readonly mendings: Mendings | undefined;
}

const MOST_POLICIES = 40;

function policySection({ now, violations, mendings }: Overview): Html {
  const rows = policyRows(violations, mendings.policies);
  const days = daysUntil(now, DAYS);
  const most = Math.max(1, ...rows.flatMap(({ byDay }) => [...byDay.values()]));
  const left = rows.length - MOST_POLICIES;
  if (rows.length === 0) {
    return html`<section><h2>Violations by policy</h2><p>No pull request brought any in ${DAYS} days.</p></section>`;
  }
  return html`<section>
<h2 id="policies">Violations by policy</h2>
<p class="quiet">What pull requests brought from ${days[0]} to ${days.at(-1)}, each counted once.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="policies"><table>
<thead><tr><th scope="col">Policy</th><th scope="col" class="number">Brought</th><th scope="col">Day by day</th><th scope="col" class="number">Mended</th>
<th scope="col" class="number">With a suggestion</th><th scope="col" class="number">Median time</th><th scope="col" class="number">9 of 10 within</th></tr></thead>
<tbody>${rows.slice(0, MOST_POLICIES).map((row) => policyRow(row, days, most))}</tbody>
</table></div>
${left > 0 && html`<p class="quiet">${countOf(left, 'policy', 'policies')} with fewer violations left out here.</p>`}
</section>`;
}

/** Those with most violations first. What was mended in the period may have been brought before it. */
function policyRows(
  violations: readonly ViolationsOfDay[],
  mendings: ReadonlyMap<string, Mendings>,
): readonly PolicyRow[] {
  const byPolicy = Map.groupBy(violations, ({ policy }) => policy);
  return [...new Set([...byPolicy.keys(), ...mendings.keys()])]
    .map((policy) => {
      const byDay = new Map<string, number>();
      for (const { day, count } of byPolicy.get(policy) ?? []) byDay.set(day, (byDay.get(day) ?? 0) + count);
      const total = [...byDay.values()].reduce((sum, count) => sum + count, 0);
      return { policy, total, byDay, mendings: mendings.get(policy) };
    })
    .toSorted((left, right) => right.total - left.total || compareText(left.policy, right.policy));
}

function policyRow({ policy, total, byDay, mendings }: PolicyRow, days: readonly string[], most: number): Html {
  const mended = mendings
    ? [
        formatCount(mendings.count),
        shareOf(mendings),
        duration(mendings.medianSeconds * 1000),
        duration(mendings.ninetiethSeconds * 1000),
      ]
    : ['0', '–', '–', '–'];
  return html`<tr><th scope="row">${visible(policy)}</th><td class="number">${formatCount(total)}</td>
<td>${dayBars(days, byDay, most)}</td>${mended.map((text) => html`<td class="number">${text}</td>`)}</tr>
`;
}

function latestSection(latest: readonly Judgement[]): Html {
  return html`<section>
<h2>Latest judgements</h2>
${latest.length === 0 ? html`<p>None yet.</p>` : html`<ul class="list">${latest.map(judgementItem)}</ul>`}
</section>`;
}
