import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import type { SettingName } from '../settings/settings-table.ts';

export interface Listening {
  /** `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Takes no more connections, and waits for what is being answered: for so long, and a few seconds at most. */
  stop(milliseconds?: number): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  /** The setting that the port is from. */
  readonly setting: SettingName;
}

/** Serves a site over HTTP. */
export async function listen(site: Hono, { host, port, setting }: ListenOptions): Promise<Listening> {
  const server = createServer(getRequestListener(site.fetch));
  // Whoever sends a body drop by drop does not hold a connection for ever.
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, host, resolve);
  try {
    await promise;
  } catch (cause) {
    throw new ConfigError(`the bot cannot listen at ${host}:${port}: ${cause instanceof Error ? cause.message : ''}`, {
      code: 'bot/settings',
      remedy: `Is something else there? Set HOST, or another ${setting}.`,
      cause,
    });
  }
  return { url: urlOf(server, host), stop: (milliseconds) => stop(server, milliseconds) };
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  // A browser on this machine cannot go to "everywhere".
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

const FEW_SECONDS_MS = 5000;

async function stop(server: Server, milliseconds = FEW_SECONDS_MS): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // What is being answered now is not kept alive for a next request.
  server.keepAliveTimeout = 1;
  server.closeIdleConnections();
  // A server that is closed no longer looks how long a request takes to arrive.
  const limit = setTimeout(() => server.closeAllConnections(), Math.min(milliseconds, FEW_SECONDS_MS));
  await promise;
  clearTimeout(limit);
}
