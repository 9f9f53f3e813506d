import { html } from 'hono/html';
import { countOf } from '../../src/base/count-of.ts';
import { formatCount } from '../../src/base/format-count.ts';
import type { QueueFigures } from '../queue/queue.ts';
import type { Judgement } from '../store/judgement.ts';
import { figures } from './figures.ts';
import { judgementItem } from './judgement-item.ts';
import type { Html } from './page.ts';
import { duration } from './words.ts';

/** How the bot comes along with its work. */
export interface Progress {
  readonly queue: QueueFigures;
  /** What could not be judged, however often it was tried: the check is red and says why. */
  readonly failures: { readonly count: number; readonly latest: readonly Judgement[] };
}

/** For operators: what waits, and what went wrong. */
export function queueSection({ queue, failures }: Progress, days: number): Html {
  const { waiting, retrying, active, dead, oldestSeconds } = queue;
  const depth = Object.values(waiting).reduce((sum, count) => sum + count, 0);
  const left = failures.count - failures.latest.length;
  return html`<section>
<h2>Queue</h2>
${figures([
  [formatCount(depth), 'waiting'],
  [depth === 0 ? '–' : duration(oldestSeconds * 1000), 'waited for longest'],
  [formatCount(retrying), 'waiting for another try'],
  [formatCount(active), 'at work'],
  [formatCount(dead), 'being given up'],
  [formatCount(failures.count), `could not be judged in ${days} days`],
])}
${failures.count > 0 && html`<ul class="list">${failures.latest.map(judgementItem)}</ul>`}
${left > 0 && html`<p class="quiet">${countOf(left, 'judgement')} more.</p>`}
</section>`;
}
