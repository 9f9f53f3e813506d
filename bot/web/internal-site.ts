import { Hono } from 'hono';
import type { Metrics } from '../metrics/metrics.ts';

export interface InternalSiteOptions {
  readonly metrics: Metrics;
  /** Throws where the process should be given no work. */
  readonly checkReadiness: () => Promise<void>;
}

/** Where whoever runs the bot asks how it is. */
export function createInternalSite({ metrics, checkReadiness }: InternalSiteOptions): Hono {
  return new Hono()
    .get('/livez', (context) => context.text('alive'))
    .get('/readyz', async (context) => {
      try {
        await checkReadiness();
        return context.text('ready');
      } catch (error) {
        return context.text(error instanceof Error ? error.message : 'not ready', 503);
      }
    })
    .get('/metrics', async (context) => {
      const { contentType, text } = await metrics.render();
      return context.body(text, 200, { 'content-type': contentType });
    });
}
