import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { DeliveryAnswer, DeliveryRequest } from '../webhooks/receive-delivery.ts';

/** Probot's. */
export const WEBHOOK_PATH = '/api/github/webhooks';

/** GitHub delivers no payload that is larger. */
const MOST_BYTES = 25 * 1024 * 1024;

/** Where GitHub delivers. */
export function createWebhookSite(receive: (request: DeliveryRequest) => Promise<DeliveryAnswer>): Hono {
  return new Hono().post(
    WEBHOOK_PATH,
    bodyLimit({ maxSize: MOST_BYTES, onError: (context) => context.text('No delivery is as large as this.', 413) }),
    async (context) => {
      const { status, text } = await receive({
        header: (name) => context.req.header(name),
        readBody: async () => new Uint8Array(await context.req.arrayBuffer()),
      });
      return context.text(text, status);
    },
  );
}
