import { Hono } from 'hono';
import type { Metrics } from '../metrics/metrics.ts';
import type { QueueFigures } from '../queue/queue.ts';

export interface InternalSiteOptions {
  readonly metrics: Pick<Metrics, 'render'>;
  /** Throws where the process should be given no work. */
  readonly readFigures: () => Promise<QueueFigures>;
  /** Whether it is about to end. */
  readonly isStopping: () => boolean;
}

/** Where whoever runs the bot asks how it is. */
export function createInternalSite({ metrics, readFigures, isStopping }: InternalSiteOptions): Hono {
  return new Hono()
    .get('/livez', (context) => context.text('alive'))
    .get('/readyz', async (context) => {
      if (isStopping()) return context.text('about to end', 503);
      try {
        await readFigures();
        return context.text('ready');
      } catch (error) {
        return context.text(error instanceof Error ? error.message : 'not ready', 503);
      }
    })
    .get('/metrics', async (context) => {
      const { contentType, text } = await metrics.render(readFigures);
      return context.body(text, 200, { 'content-type': contentType });
    });
}
