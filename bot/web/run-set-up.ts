import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import type { Log } from '../log/open-log.ts';
import { CREDENTIALS_FILE, type Settings } from '../settings/read-settings.ts';
import { listen } from './listen.ts';
import type { RegisteredApp } from './registered-app.ts';
import { createSetUpSite } from './set-up-site.ts';

/** Shows the set-up page until somebody has registered the App, and writes what GitHub answered to the data folder. */
export async function runSetUp(settings: Settings, log: Log, aborted?: AbortSignal): Promise<void> {
  const done = Promise.withResolvers<void>();
  const token = randomBytes(24).toString('hex');
  const site = createSetUpSite({
    ...settings.github,
    token,
    publicUrl: settings.server.publicUrl,
    allowsCommits: settings.allowsCommits,
    now: Date.now,
    async register(app, publicUrl) {
      await writeCredentials(settings.dataFolder, app, publicUrl);
      log.info(`registered the App ${app.slug}`);
      done.resolve();
    },
    report: (error) => log.error('the App could not be registered', { error }),
  });
  const { host, port } = settings.server;
  const listening = await listen(site, { host, port, setting: 'PORT' });
  const address = `${settings.server.publicUrl ?? listening.url}/set-up?token=${token}`;
  log.info('there are no credentials yet: open the address to register the App', { address });
  aborted?.addEventListener('abort', () => done.reject(aborted.reason));
  try {
    await done.promise;
  } finally {
    await listening.stop();
  }
}

/** Never over another: whoever has set up the bot meanwhile is the one who counts. */
async function writeCredentials(folder: string, app: RegisteredApp, publicUrl: string): Promise<void> {
  const path = join(folder, CREDENTIALS_FILE);
  const credentials = {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_CLIENT_ID: app.clientId,
    GITHUB_CLIENT_SECRET: app.clientSecret,
    TIDEWAITER_URL: publicUrl,
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new ConfigError(`the credentials cannot be written to ${path}`, {
      code: 'bot/set-up',
      remedy:
        'Give the bot a data folder that it may write and that has none yet, delete the App at GitHub, and begin again.',
      cause,
    });
  }
}
