import { createHmac } from 'node:crypto';
import type { RegisteredApp } from '../state/model.ts';

export interface Letter {
  readonly app: RegisteredApp;
  readonly event: string;
  readonly guid: string;
  readonly body: string;
  readonly secret: string;
}

/** The headers of a delivery, with its signatures over the body's bytes. */
export function headersOf({ app, event, guid, body, secret }: Letter): Record<string, string> {
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex');
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/7a3b2c1',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': String(app.registration.hookId),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${sign('sha1')}`,
    'x-hub-signature-256': `sha256=${sign('sha256')}`,
  };
}
