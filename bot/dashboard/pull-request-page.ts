import { html } from 'hono/html';
import { countOf } from '../../src/base/count-of.ts';
import { visible } from '../../src/text/visible.ts';
import type { FindingCount, Judgement } from '../store/judgement.ts';
import { compareFindings, type FindingChange } from './compare-findings.ts';
import type { Html, Page } from './page.ts';
import { badge, duration, moment } from './words.ts';

const MOST_JUDGEMENTS = 50;

/** One more than is shown: the first that is shown is compared with it, and it tells that there are more. */
export const JUDGEMENTS_READ = MOST_JUDGEMENTS + 1;

/** The story of a pull request, the latest first, as it is read; undefined where none was judged. */
export function pullRequestPage(judgements: readonly Judgement[], serverUrl: string): Page | undefined {
  const [first] = judgements;
  if (first === undefined) return undefined;
  const { repository, number = first.queuedNumber } = first;
  const latest = judgements.find(isOfItself) ?? first;
  const shown = judgements.slice(0, MOST_JUDGEMENTS);
  return {
    title: `${repository} #${number}`,
    content: html`<p>${badge(outcomeOf(latest))} <a href="${serverUrl}/${repository}/pull/${number}">See it at GitHub</a></p>
${shown.map((judgement, index) => chapter(judgement, lastDecided(judgements.slice(index + 1))))}
${judgements.length > shown.length && html`<p class="quiet">Earlier judgements are left out here.</p>`}`,
  };
}

/** And not of a merge group, in which others are as well. */
function isOfItself({ number }: Judgement): boolean {
  return number !== undefined;
}

/** A judgement that failed has not found that something is gone. */
function lastDecided(earlier: readonly Judgement[]): Judgement | undefined {
  return earlier.find((judgement) => isOfItself(judgement) && judgement.outcome.kind === 'decided');
}

function chapter(judgement: Judgement, previous: Judgement | undefined): Html {
  const { startedAt, headSha, baseBranch, counts, outcome, findings, steps } = judgement;
  const what = isOfItself(judgement) ? 'Commit' : 'Merge group of this pull request and those before it in the queue,';
  return html`<article>
<h2>${badge(outcomeOf(judgement))} ${moment(startedAt)}</h2>
<p class="quiet">${what} <code>${headSha.slice(0, 12)}</code> against <code>${visible(baseBranch)}</code></p>
${reasonsOf(judgement).map((reason) => html`<p>${visible(reason)}</p>`)}
${outcome.kind === 'decided' && isOfItself(judgement) && previous && changes(compareFindings(previous.findings, findings))}
${findings.length > 0 && findingTable(judgement)}
${outcome.kind === 'decided' && html`<p class="quiet">${judged(counts)}</p>`}
${timeline(steps)}
</article>`;
}

export function outcomeOf({ outcome }: Judgement): 'pass' | 'warn' | 'block' | 'skipped' | 'failed' {
  return outcome.kind === 'decided' ? outcome.decision : outcome.kind;
}

function reasonsOf({ outcome }: Judgement): readonly string[] {
  return outcome.kind === 'decided' ? outcome.reasons : [outcome.reason];
}

function changes(changed: readonly FindingChange[]): Html {
  if (changed.length === 0) return html`<p>Nothing has changed since the judgement before.</p>`;
  return html`<h3>Since the judgement before</h3>
<ul>${changed.map(changeItem)}</ul>`;
}

function changeItem({ policy, rule, difference }: FindingChange): Html {
  const words = difference > 0 ? 'more of' : 'fewer of';
  return html`<li>${Math.abs(difference)} ${words} <code>${visible(policy)}</code>, <code>${visible(rule)}</code></li>`;
}

function findingTable({ findings, headSha, startedAt }: Judgement): Html {
  return html`<h3>Findings</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Findings in ${headSha.slice(0, 12)}, ${startedAt.toISOString()}"><table>
<thead><tr><th scope="col">Policy</th><th scope="col">Rule</th><th scope="col">Level</th><th scope="col">Status</th>
<th scope="col" class="number">Count</th><th scope="col" class="number">With a suggestion</th><th scope="col" class="number">Exempted</th></tr></thead>
<tbody>${findings.map(findingRow)}</tbody>
</table></div>`;
}

function findingRow({ policy, rule, level, status, count, suggested, exempted }: FindingCount): Html {
  return html`<tr><th scope="row">${visible(policy)}</th><td>${visible(rule)}</td><td>${level}</td><td>${status}</td>
<td class="number">${count}</td><td class="number">${suggested}</td><td class="number">${exempted}</td></tr>
`;
}

function judged({ files, objects, policies, notJudged }: Judgement['counts']): string {
  const numbers = `${countOf(objects, 'object')} in ${countOf(files, 'file')} by ${countOf(policies, 'policy', 'policies')}`;
  return notJudged === 0 ? numbers : `${numbers}; ${countOf(notJudged, 'thing')} could not be judged`;
}

/** The known ones in the order in which they are taken. */
const STEPS = ['read', 'judge', 'publish'];
const WIDTH = 320;

function timeline(steps: Judgement['steps']): Html | false {
  const names = STEPS.filter((step) => steps[step] !== undefined);
  const total = names.reduce((sum, name) => sum + (steps[name] ?? 0), 0);
  if (total === 0) return false;
  const scale = (milliseconds: number) => Math.round((milliseconds / total) * WIDTH);
  const bars = names.map((name, index) => {
    const start = names.slice(0, index).reduce((sum, each) => sum + (steps[each] ?? 0), 0);
    // To where the next one begins, as it is rounded.
    const width = scale(start + (steps[name] ?? 0)) - scale(start);
    return html`<rect class="${name}" x="${scale(start)}" y="0" width="${width}" height="10"/>`;
  });
  const times = names.map(
    (name) =>
      html`, <span class="step"><span class="key ${name}" aria-hidden="true"></span> ${name} ${duration(steps[name] ?? 0)}</span>`,
  );
  return html`<svg class="steps" width="${WIDTH}" height="10" viewBox="0 0 ${WIDTH} 10" aria-hidden="true">${bars}</svg>
<p class="quiet">${duration(total)}${times}</p>`;
}
