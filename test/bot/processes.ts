import type { GitHub, InstalledApp } from '../../github-twin/twin.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';
import { copyTemplate } from '../open-database.ts';
import { SECRET } from '../run-bot.ts';
import { type SpawnedBot, spawnBot } from '../spawn-bot.ts';

/** One process with a folder, or two that share a PostgreSQL database. */
export type Storage = { readonly kind: 'pglite' } | { readonly kind: 'postgresql'; readonly url: string };

/** The processes of a bot. GitHub delivers to the one that was started last. */
export interface Processes {
  readonly count: number;
  /** SIGKILL. */
  kill(index: number): Promise<void>;
  /** A new one in its place, with its folder. */
  start(index: number): Promise<void>;
  end(): Promise<void>;
}

export async function startProcesses(github: GitHub, app: InstalledApp, storage: Storage): Promise<Processes> {
  const folders = storage.kind === 'pglite' ? [await copyTemplate()] : [temporaryFolder(), temporaryFolder()];
  const running: SpawnedBot[] = [];
  const processes: Processes = {
    count: folders.length,
    async start(index) {
      const bot = spawnBot(github, {
        APP_ID: String(app.id),
        PRIVATE_KEY: app.privateKey,
        WEBHOOK_SECRET: SECRET,
        TIDEWAITER_DATA_FOLDER: folders[index] ?? '',
        ...(storage.kind === 'postgresql' && { DATABASE_URL: storage.url }),
      });
      running[index] = bot;
      const { address } = await bot.line('started as');
      github.deliverTo(app.slug, { url: `${address}/api/github/webhooks`, secret: SECRET });
    },
    async kill(index) {
      running[index]?.child.kill('SIGKILL');
      await running[index]?.ended;
    },
    async end() {
      await Promise.all(running.map((_, index) => processes.kill(index)));
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
