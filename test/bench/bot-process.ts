import { rmSync } from 'node:fs';
import { copyTemplate } from '../bot/open-database.ts';
import { SECRET } from '../bot/run-bot.ts';
import { spawnBot } from '../bot/spawn-bot.ts';
import { freePort } from '../bot/start-postgresql.ts';
import type { GitHub, InstalledApp } from '../github-twin/twin.ts';
import { temporaryFolder } from '../repository/git-fixture.ts';

/** The bot as a process, to which the twin delivers. */
export interface BotProcess extends AsyncDisposable {
  /** From its start until it takes deliveries, in milliseconds. */
  readonly readyAfter: number;
  /** What it tells Prometheus, by name and labels. */
  readMetrics(): Promise<ReadonlyMap<string, number>>;
}

/** @param databaseUrl of PostgreSQL; PGlite where there is none */
export async function startBotProcess(
  github: GitHub,
  app: InstalledApp,
  databaseUrl: string | undefined,
): Promise<BotProcess> {
  const internalPort = await freePort();
  const folder = databaseUrl === undefined ? await copyTemplate() : temporaryFolder();
  const started = performance.now();
  const { child, line, ended } = spawnBot(github, {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: SECRET,
    TIDEWAITER_DATA_FOLDER: folder,
    TIDEWAITER_INTERNAL_PORT: String(internalPort),
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  });
  const { address } = await line('started as');
  const readyAfter = performance.now() - started;
  // Reads on, or the pipe of its log would be full one day.
  const stopped = line('"stopped"');
  github.deliverTo(app.slug, { url: `${address}/api/github/webhooks`, secret: SECRET });
  return {
    readyAfter,
    async readMetrics() {
      const response = await fetch(`http://127.0.0.1:${internalPort}/metrics`);
      return parseMetrics(await response.text());
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await stopped;
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function parseMetrics(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line): [string, number] => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}
