import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import type { ErrorCode } from '../src/errors/codes.ts';
import { GitHubError } from '../src/errors/tidewaiter-error.ts';
import { PATIENCE, type Patience } from '../src/github/patience.ts';
import type { CommandDependencies } from './commands/command-request.ts';
import { createCommandWork } from './commands/run-commands.ts';
import { openConfigurations } from './configuration/find-configuration.ts';
import { createClosedSite, createDashboardSite } from './dashboard/dashboard-site.ts';
import type { Database } from './database/database.ts';
import { openPglite } from './database/open-pglite.ts';
import { openPostgresql } from './database/open-postgresql.ts';
import type { GitHubApp } from './github/github-app.ts';
import { openGitHubApp } from './github/open-github-app.ts';
import { createWork } from './judging/create-work.ts';
import type { Log } from './log/open-log.ts';
import { measuredWork } from './metrics/measured-work.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { type Mirrors, openMirrors } from './mirrors/mirrors.ts';
import { openQueue } from './queue/open-queue.ts';
import type { Queue, Work } from './queue/queue.ts';
import { startForgetting } from './retention.ts';
import type { AppCredentials, Settings } from './settings/read-settings.ts';
import { saveExemptions } from './store/exemptions.ts';
import { rememberState } from './store/open-pull-requests.ts';
import { findProposal } from './store/proposals.ts';
import { saveJudgement } from './store/save-judgement.ts';
import { startSweeps } from './sweeps/start-sweeps.ts';
import { type JudgingThreads, openJudgingThreads } from './threads/open-judging-threads.ts';
import { createInternalSite } from './web/internal-site.ts';
import { listen } from './web/listen.ts';
import { createWebhookSite } from './web/webhook-site.ts';
import { openReceiver } from './webhooks/receive-delivery.ts';

export interface Surroundings {
  readonly log: Log;
  readonly version: string;
  /** With GitHub, for tests: a limit of its rate is never waited for here. */
  readonly patience?: Patience;
}

export interface Bot {
  /** Where GitHub and people reach it; undefined for a worker. */
  readonly url: string | undefined;
  readonly internalUrl: string;
  /** Whether there is nothing to do. */
  isIdle(): Promise<boolean>;
  /** Takes nothing more, and ends what is at work; what takes longer than the settings allow goes back to the queue. */
  stop(): Promise<void>;
}

/**
 * Starts the bot in the role that the settings give it.
 *
 * @throws ConfigError where the database or a port cannot be had, GitHubError where GitHub answers that it does not know the App
 */
export async function startBot(
  settings: Settings,
  credentials: AppCredentials,
  surroundings: Surroundings,
): Promise<Bot> {
  await using opened = new AsyncDisposableStack();
  const { role, server } = settings;
  const { log, version } = surroundings;
  const report = (trouble: string) => log.warn(trouble);

  const metrics = createMetrics();
  const app = openApp(settings, credentials, { ...surroundings, metrics });
  const login = await findLogin(app, log);
  const database = await openDatabase(settings, report);
  opened.defer(() => database.close());
  const mirrors = role === 'web' ? undefined : await openOwnMirrors(settings);
  opened.defer(() => mirrors?.close());
  const threads = openJudgingThreads({ seconds: settings.judgingSeconds });
  opened.defer(() => threads.close());
  const queue = await openQueue(database, { report });
  opened.defer(() => queue.stop(0));

  let isStopping = false;
  const internalSite = createInternalSite({
    metrics,
    readFigures: () => queue.figures(),
    isStopping: () => isStopping,
  });
  const internal = await listen(internalSite, {
    host: server.host,
    port: server.internalPort,
    setting: 'TIDEWAITER_INTERNAL_PORT',
  });
  opened.defer(() => internal.stop(0));

  const parts: BotParts = { settings, credentials, surroundings, app, database, queue, metrics };
  if (mirrors) {
    await queue.work(openWork(parts, mirrors, threads));
    opened.defer(startForgetting(database, settings.retentionDays, log));
  }
  const site = role === 'worker' ? undefined : await openPublicSite(parts);
  const web = site && (await listen(site, { host: server.host, port: server.port, setting: 'PORT' }));
  // What is delivered again arrives here: somebody has to listen by then.
  const stopSweeps = role === 'web' ? undefined : startSweeps({ app, database, queue, now: Date.now, log });

  log.info(`started as ${login ?? 'an App whose name is not known yet'}`, {
    role,
    version,
    address: web?.url,
    internalAddress: internal.url,
  });
  const running = opened.move();
  return {
    url: web?.url,
    internalUrl: internal.url,
    isIdle: () => queue.isIdle(),
    async stop() {
      isStopping = true;
      const { drainMs } = settings;
      // Whatever takes in work, or is at work, has the same time to end; what they stand on goes then, the database last.
      const ended = Promise.all([queue.drain(drainMs), web?.stop(drainMs), stopSweeps?.()]);
      await Promise.race([ended, sleep(drainMs + GIVING_BACK_MS, undefined, { ref: false })]);
      await running.disposeAsync();
      log.info('stopped');
    },
  };
}

/**
 * Whether GitHub knows the App, as far as it answers soon. Where it does not, what is delivered is taken all the same: it waits in the queue, and
 * whoever needs the login asks again.
 */
async function findLogin(app: GitHubApp, log: Log): Promise<string | undefined> {
  const tooLate = new GitHubError('GitHub gave no answer soon', { code: 'github/unavailable' });
  try {
    return await Promise.race([
      app.login(),
      sleep(SOON_MS, undefined, { ref: false }).then(() => Promise.reject(tooLate)),
    ]);
  } catch (error) {
    if (!(error instanceof GitHubError) || !PASSING.has(error.code)) throw error;
    log.warn('GitHub does not say who the App is', { error });
    return undefined;
  }
}

const SOON_MS = 10_000;

const PASSING: ReadonlySet<ErrorCode> = new Set(['github/unavailable', 'github/malformed', 'github/rate-limited']);

/** What is not done when the time is over takes a moment to go back to the queue. What GitHub keeps waiting even then, a sweep, is left. */
const GIVING_BACK_MS = 2000;

function openOwnMirrors({ dataFolder, mirrorBytes, github }: Settings): Promise<Mirrors> {
  const folder = join(dataFolder, 'mirrors');
  return openMirrors({ folder, mostBytes: mirrorBytes, serverUrl: github.serverUrl });
}

/** What the parts of the bot are made of. */
interface BotParts {
  readonly settings: Settings;
  readonly credentials: AppCredentials;
  readonly surroundings: Surroundings;
  readonly app: GitHubApp;
  readonly database: Database;
  readonly queue: Queue;
  readonly metrics: Metrics;
}

function openApp(
  { github, allowsCommits }: Settings,
  { appId, privateKeys }: AppCredentials,
  { log, version, metrics, patience = PATIENCE }: Surroundings & Pick<BotParts, 'metrics'>,
): GitHubApp {
  return openGitHubApp({
    appId,
    privateKeys,
    apiUrl: github.apiUrl,
    userAgent: `tidewaiter/${version}`,
    allowsCommits,
    now: Date.now,
    log: log.debug,
    onAnswer: metrics.countAnswer,
    // The queue has other work meanwhile.
    patience: { ...patience, limitSeconds: 0 },
  });
}

function openDatabase({ databaseUrl, dataFolder }: Settings, report: (trouble: string) => void): Promise<Database> {
  return databaseUrl === undefined ? openPglite(dataFolder, report) : openPostgresql(databaseUrl, report);
}

function openWork(
  { settings, surroundings, app, database, queue, metrics }: BotParts,
  mirrors: Mirrors,
  threads: JudgingThreads,
): Work {
  const { github, requiresFloor, server } = settings;
  const { log, version } = surroundings;
  const dependencies: CommandDependencies = {
    app,
    mirrors,
    queue,
    findConfiguration: openConfigurations({ app, requiresFloor, clock: () => performance.now() }),
    async saveJudgement(judgement) {
      await saveJudgement(database, judgement);
      metrics.countJudgement(judgement);
    },
    rememberState: (state) => rememberState(database, state),
    saveExemptions: (exemptions) => saveExemptions(database, exemptions),
    findProposal: (place) => findProposal(database, place),
    addressOf: ({ owner, repo, number }) =>
      server.publicUrl === undefined || number === undefined
        ? undefined
        : `${server.publicUrl}/${owner}/${repo}/pull/${number}`,
    serverUrl: github.serverUrl,
    threads,
    version,
    now: Date.now,
    clock: () => performance.now(),
    log,
    database,
  };
  return measuredWork(createWork({ ...dependencies, commands: createCommandWork(dependencies) }), metrics, log);
}

async function openPublicSite(parts: BotParts): Promise<Hono> {
  const { settings, credentials, surroundings, database, queue, metrics } = parts;
  const [privateKey = ''] = credentials.privateKeys;
  const receive = await openReceiver({
    app: { appId: credentials.appId, privateKey, apiUrl: settings.github.apiUrl },
    secrets: credentials.webhookSecrets,
    queue,
    database,
    log: surroundings.log,
    count: metrics.countDelivery,
  });
  const { oauth } = credentials;
  return new Hono()
    .route('/', createWebhookSite(receive))
    .route('/', oauth === undefined ? createClosedSite() : openDashboard({ ...parts, oauth }));
}

function openDashboard({
  settings: { github, server, operators, allowsCommits, retentionDays },
  surroundings: { log, version, patience = PATIENCE },
  oauth,
  app,
  database,
}: BotParts & { readonly oauth: NonNullable<AppCredentials['oauth']> }): Hono {
  return createDashboardSite({
    signIn: {
      ...oauth,
      ...github,
      publicUrl: server.publicUrl,
      userAgent: `tidewaiter/${version}`,
      // Somebody waits.
      patience: { ...patience, retries: 1, limitSeconds: 0 },
      report: (error) => log.warn('a token of somebody who signed in was not revoked', { error }),
    },
    operators,
    allowsCommits,
    retentionDays,
    app,
    database,
    now: Date.now,
    log,
  });
}
