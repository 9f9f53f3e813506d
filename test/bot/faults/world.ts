import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../bot/database/database.ts';
import { openPostgresql } from '../../../bot/database/open-postgresql.ts';
import type { Patience } from '../../../src/github/patience.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub } from '../../github-twin/twin.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, type RunningBot, runBot } from '../run-bot.ts';

/** A GitHub and a bot with its queue, which serve one story after the other. */
export interface World extends AsyncDisposable {
  readonly github: GitHub;
  /** What the bot has said so far. */
  log(): readonly string[];
  /** What is done with is forgotten, and what cannot be done, so that they are told from what comes. */
  forgetJobs(): Promise<void>;
  /** Waits for the end of what goes on; no back-off is waited for. */
  settled(): Promise<Standstill>;
  /** Has another process take the place of the bot's: its first sweep finds what is left behind. */
  restart(): Promise<void>;
}

export type Standstill =
  /** Nothing is left to do. */
  | 'idle'
  /** What is left to do fails each time. */
  | 'stuck'
  /** It goes round in circles. */
  | 'endless';

/** @param databaseUrl an empty database of PostgreSQL: what waits in it can be told to wait no longer, from without */
export async function openWorld(databaseUrl: string, patience: Partial<Patience> = {}): Promise<World> {
  await using opened = new AsyncDisposableStack();
  const github = opened.use(await startGitHub());
  const folder = temporaryFolder();
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  github.createOrganization('nobody', { owner: 'olivia' });
  const app = github.installApp('tidewaiter', {
    account: 'nobody',
    permissions: BOT_PERMISSIONS,
    events: BOT_EVENTS,
  });
  // The bot's first sweep is to find nothing.
  app.uninstall();
  const start = () =>
    runBot(github, app, { DATABASE_URL: databaseUrl, TIDEWAITER_DATA_FOLDER: folder, ...NO_DRAIN }, patience);
  let bot: RunningBot = await start();
  opened.defer(() => bot.stop());
  await swept(github, 0);
  const database = await openPostgresql(databaseUrl);
  opened.defer(() => database.close());
  const log: string[] = [];
  const logged = () => [...log, ...bot.log];
  const running = opened.move();
  return {
    github,
    log: logged,
    async forgetJobs() {
      await database.query('delete from pgboss.job');
    },
    settled: () => settle(github, database, logged),
    async restart() {
      const before = github.requests.length;
      await bot.stop();
      log.push(...bot.log);
      bot = await start();
      await swept(github, before);
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

const NO_DRAIN = { TIDEWAITER_DRAIN_SECONDS: '0' };

/** The bot does not say when its first sweep is over: it asks for deliveries and installations, and goes through few. */
async function swept(github: GitHub, from: number): Promise<void> {
  const isDone = (template: string) =>
    github.requests.slice(from).some((request) => request.template === template && request.status !== undefined);
  while (!isDone('/app/installations') || !isDone('/app/hook/deliveries')) await sleep(20);
  await sleep(SWEEP_MS);
}

const SWEEP_MS = 300;

/** However busy the machine is. */
const MOST_MILLISECONDS = 300_000;

async function settle(github: GitHub, database: Database, log: () => readonly string[]): Promise<Standstill> {
  const end = performance.now() + MOST_MILLISECONDS;
  const before = log().length;
  while (performance.now() < end) {
    await github.webhooks.settled();
    await passBackOff(database);
    if (await isIdle(database)) return 'idle';
    if (isStuck(log().slice(before))) return 'stuck';
    await sleep(50);
  }
  return 'endless';
}

/** Whatever waits for a time need not wait. */
async function passBackOff(database: Database): Promise<void> {
  await database.query("update pgboss.job set start_after = now() where state < 'active' and start_after > now()");
}

async function isIdle(database: Database): Promise<boolean> {
  const left = await database.query("select 1 from pgboss.job where state <= 'active' limit 1");
  return left.length === 0;
}

/**
 * By what the bot says: a job that steps back, for another of its key is at work, has not been tried, although the queue counts that as well.
 */
function isStuck(log: readonly string[]): boolean {
  const said = (words: string) => log.filter((line) => line.includes(words)).length;
  return said('even that cannot be told') >= ENOUGH_LAST_WORDS || said('put off: GitHub') >= ENOUGH_PUT_OFF;
}

/** So often it was tried in vain to end in a red check what had failed each time. */
const ENOUGH_LAST_WORDS = 2;

const ENOUGH_PUT_OFF = 8;
