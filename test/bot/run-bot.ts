import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from '../../bot/log/open-log.ts';
import { type AppCredentials, readSettings, type Settings } from '../../bot/settings/read-settings.ts';
import { type Bot, startBot } from '../../bot/start.ts';
import { EVENTS, permissionsOf } from '../../bot/web/app-manifest.ts';
import type { Patience } from '../../src/github/patience.ts';
import { NO_WAITING } from '../github/api.ts';
import type { GitHub, InstalledApp, Permissions, WebhookEvent } from '../github-twin/twin.ts';
import { copyTemplate } from './open-database.ts';

export const SECRET = 'c3ab8ff13720e8ad9047dd39466b3c89';

/** What the App asks for, from its manifest; the twin writes permissions with dashes, as a workflow does. */
export const BOT_PERMISSIONS: Permissions = Object.fromEntries(
  Object.entries(permissionsOf({ allowsCommits: false })).map(([name, right]) => [name.replaceAll('_', '-'), right]),
);
export const BOT_EVENTS: readonly WebhookEvent[] = EVENTS;

export interface RunningBot extends Bot, AsyncDisposable {
  readonly log: readonly string[];
  /** Once everything that GitHub has sent is answered, and nothing is left to do. */
  settled(): Promise<void>;
}

/** Starts the bot as it is, and has the twin deliver to it. */
export async function runBot(
  github: GitHub,
  installed: InstalledApp,
  environment: Readonly<Record<string, string>> = {},
  patience: Partial<Patience> = {},
): Promise<RunningBot> {
  const settings = await settingsFor(github, installed, environment);
  const log: string[] = [];
  const bot = await startBot(settings, credentialsOf(settings), {
    log: openLog({ level: settings.logLevel, now: () => new Date(), write: (line) => void log.push(line) }),
    version: '0.0.0-test',
    patience: { ...NO_WAITING, ...patience },
  });
  if (bot.url !== undefined)
    github.deliverTo(installed.slug, { url: `${bot.url}/api/github/webhooks`, secret: SECRET });
  return {
    ...bot,
    log,
    async settled() {
      do {
        await github.webhooks.settled();
        await sleep(20);
      } while (!(await bot.isIdle()));
    },
    [Symbol.asyncDispose]: bot.stop,
  };
}

export async function settingsFor(
  github: GitHub,
  { id, privateKey }: InstalledApp,
  environment: Readonly<Record<string, string>> = {},
): Promise<Settings> {
  return readSettings({
    APP_ID: String(id),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_API_URL: github.apiUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    TIDEWAITER_INTERNAL_PORT: '0',
    TIDEWAITER_LOG_LEVEL: 'debug',
    TIDEWAITER_DATA_FOLDER: environment.TIDEWAITER_DATA_FOLDER ?? (await copyTemplate()),
    ...environment,
  });
}

function credentialsOf({ credentials }: Settings): AppCredentials {
  if (credentials.kind === 'none') throw new Error('a bot that runs has credentials');
  return credentials;
}
