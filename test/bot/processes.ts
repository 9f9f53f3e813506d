import { rmSync } from 'node:fs';
import type { GitHub, InstalledApp } from '../github-twin/twin.ts';
import { temporaryFolder } from '../repository/git-fixture.ts';
import { copyTemplate } from './open-database.ts';
import { SECRET } from './run-bot.ts';
import { type SpawnedBot, spawnBot } from './spawn-bot.ts';

/** One process with a folder, or some that share a PostgreSQL database. */
export type Storage =
  | { readonly kind: 'pglite' }
  | { readonly kind: 'postgresql'; readonly url: string; readonly processes: number };

/** The processes of a bot. GitHub delivers to the one that was started last. */
export interface Processes {
  readonly count: number;
  /** Those that run now, as the operating system numbers them. */
  readonly ids: readonly number[];
  /** From now on GitHub delivers to this one. */
  deliverTo(index: number): void;
  /** Whether nothing is at work and nothing is due. What sweeps queue for minutes to come does not count: nobody waits for it. */
  areIdle(): Promise<boolean>;
  /** SIGKILL. */
  kill(index: number): Promise<void>;
  /** A new one in its place, with its folder. */
  start(index: number): Promise<void>;
  end(): Promise<void>;
}

export async function startProcesses(github: GitHub, app: InstalledApp, storage: Storage): Promise<Processes> {
  const folders =
    storage.kind === 'pglite' ? [await copyTemplate()] : Array.from({ length: storage.processes }, temporaryFolder);
  const running: SpawnedBot[] = [];
  const addresses: string[] = [];
  const internalAddresses: string[] = [];
  const processes: Processes = {
    count: folders.length,
    get ids() {
      return running.flatMap(({ child }) => child.pid ?? []);
    },
    deliverTo(index) {
      const url = `${addresses[index]}/api/github/webhooks`;
      github.deliverTo(app.slug, { url, secret: SECRET });
    },
    async start(index) {
      const bot = spawnBot(github, {
        APP_ID: String(app.id),
        PRIVATE_KEY: app.privateKey,
        WEBHOOK_SECRET: SECRET,
        // Where the one before it was: what GitHub is asked to deliver again at once has to find it.
        PORT: addresses[index] === undefined ? '0' : new URL(addresses[index]).port,
        TIDEWAITER_DATA_FOLDER: folders[index] ?? '',
        ...(storage.kind === 'postgresql' && { DATABASE_URL: storage.url }),
      });
      running[index] = bot;
      const { address = '', internalAddress = '' } = await bot.line('started as');
      addresses[index] = address;
      internalAddresses[index] = internalAddress;
      // Its log is read to the end: a full pipe would hold it up.
      bot.line('"stopped"').catch(() => {});
      processes.deliverTo(index);
    },
    async areIdle() {
      // All see the same queue.
      const metrics = await (await fetch(`${internalAddresses[0]}/metrics`)).text();
      const figures = [...metrics.matchAll(/^tidewaiter_queue_(?:active|dead|oldest_seconds) (.+)$/gm)];
      return figures.length === 3 && figures.every(([, figure]) => figure === '0');
    },
    async kill(index) {
      running[index]?.child.kill('SIGKILL');
      await running[index]?.ended;
    },
    async end() {
      await Promise.all(running.map((_, index) => processes.kill(index)));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all(folders.map((_, index) => processes.start(index)));
  } catch (error) {
    await processes.end();
    throw error;
  }
  return processes;
}
