import { Hono } from 'hono';
import type { DeliveryAnswer, DeliveryRequest } from '../webhooks/receive-delivery.ts';
import { Bodies } from './bodies.ts';

/** Probot's. */
export const WEBHOOK_PATH = '/api/github/webhooks';

/** GitHub delivers no payload that is larger, and most are a thousandth of that. */
const MOST_BYTES = 25 * 1024 * 1024;
const MOST_TOGETHER = 4 * MOST_BYTES;

/** Where GitHub delivers. */
export function createWebhookSite(receive: (request: DeliveryRequest) => Promise<DeliveryAnswer>): Hono {
  const bodies = new Bodies({ mostBytes: MOST_BYTES, mostTogether: MOST_TOGETHER });
  return new Hono().post(WEBHOOK_PATH, (context) =>
    bodies.lend(context.req.raw, async (readBody) => {
      const { status, text } = await receive({ header: (name) => context.req.header(name), readBody });
      return context.text(text, status);
    }),
  );
}
