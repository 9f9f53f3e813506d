import { Probot } from 'probot';
import { isObject } from '../../src/base/json.ts';
import { isHeardEvent, type Letter } from './letter.ts';

export interface ProbotOptions {
  readonly appId: number;
  readonly privateKey: string;
  readonly apiUrl: string;
}

export interface Receiving {
  /** Throws what the handler threw. */
  receive(letter: Letter): Promise<void>;
}

/**
 * Probot with one handler for all events. It is not asked to check signatures: its secret is one, and ours are several while they are
 * changed. Nor does it read the environment, where REDIS_URL and WEBHOOK_PROXY_URL would have it fetch packages at run time.
 */
export async function openProbot(
  { appId, privateKey, apiUrl }: ProbotOptions,
  handle: (letter: Letter) => Promise<void>,
): Promise<Receiving> {
  // Its own log would have payloads in it; and where it is given no secret, it takes one that everybody knows.
  const probot = new Probot({ appId, privateKey, baseUrl: apiUrl, secret: crypto.randomUUID(), logLevel: 'fatal' });
  await probot.ready();
  probot.onAny(async ({ id, name, payload }) => {
    const value: unknown = payload;
    if (isObject(value) && isHeardEvent(name)) await handle({ id, event: name, payload: value });
  });
  return {
    async receive({ id, event, payload }) {
      // Nothing is said by this of the payload's shape: the handler takes it for JSON alone.
      const delivered = { id, name: event, payload } as unknown as Parameters<typeof probot.receive>[0];
      try {
        await probot.receive(delivered);
      } catch (error) {
        throw error instanceof AggregateError ? error.errors[0] : error;
      }
    },
  };
}
