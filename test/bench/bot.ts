import { setTimeout as sleep } from 'node:timers/promises';
import { BOT_EVENTS, BOT_PERMISSIONS } from '../bot/run-bot.ts';
import { startPostgresql } from '../bot/start-postgresql.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { Files, GitHub, InstalledApp, PullRequest, Repository } from '../github-twin/twin.ts';
import { textsOf, timeNode } from './action.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { median } from './measure.ts';
import { TwinClock } from './twin-clock.ts';

/** The bot as a process beside the twin of GitHub: milliseconds, medians. */
export interface BotFigures {
  readonly node: number;
  readonly pglite: DatabaseFigures;
  readonly postgresql: DatabaseFigures;
  /** One file of many is changed: the first pull request of a repository, and a later one. */
  readonly cold: OneFileFigures;
  readonly warm: OneFileFigures;
}

export interface DatabaseFigures {
  readonly ready: number;
  readonly judgement: Judgement;
  readonly answers: { readonly middle: number; readonly slowest: number };
  /** Resident, in MiB, when nothing has been done for a while: after the start, and after many judgements. */
  readonly idleMemory: number;
  readonly usedMemory: number;
}

/** From the delivery that a pull request was opened until its check is completed. */
export interface Judgement {
  readonly wall: number;
  /** Without the time in which the twin was at work. All that follows has it. */
  readonly own: number;
  /** Of the bot's own process, without git's: this alone does not depend on what else the machine does. */
  readonly processor: number;
  /** Until the bot asks for the first thing. */
  readonly wait: number;
  readonly read: number;
  readonly judge: number;
  readonly publish: number;
  readonly calls: number;
}

export interface OneFileFigures {
  readonly judgement: Judgement;
  /** What git was served. */
  readonly fetchedBytes: number;
}

export interface BotPlan {
  /** The folder of the manifests that a pull request adds. */
  readonly manifests: string;
  /** Of the manifests of a repository of which a pull request changes one. */
  readonly manyManifests: string;
  readonly policies: string;
}

const JUDGEMENTS = 100;
const DELIVERIES = 200;
const WARM_RUN = 10;
const IDLE_MS = 20_000;

export async function measureBot(plan: BotPlan, rounds: number): Promise<BotFigures> {
  const node: number[] = [];
  for (let round = 0; round < rounds; round++) node.push(await timeNode());
  const policies = { '.github/tidewaiter.yml': 'mode: gate\n', ...textsOf(plan.policies, 'policies') };
  const manifests = textsOf(plan.manifests, 'deploy');
  const pglite = await measureDatabase(undefined, { policies, manifests }, rounds);
  const server = await startPostgresql();
  try {
    const url = await server.createDatabase('bench');
    const postgresql = await measureDatabase(url, { policies, manifests }, rounds);
    const many = { ...policies, ...textsOf(plan.manyManifests, 'deploy') };
    return { node: median(node), pglite, postgresql, ...(await measureOneFile(many)) };
  } finally {
    await server.remove();
  }
}

interface Content {
  readonly policies: Files;
  readonly manifests: Files;
}

async function measureDatabase(
  databaseUrl: string | undefined,
  { policies, manifests }: Content,
  rounds: number,
): Promise<DatabaseFigures> {
  await using github = await startGitHub();
  using clock = new TwinClock();
  const { repository, app } = populate(github, policies);
  await using bot = await startBotProcess(github, app, databaseUrl);
  const scene = { github, clock, bot };
  const idleMemory = await memoryAtRest(bot);
  const judgements: Judgement[] = [];
  let last: PullRequest | undefined;
  // The first only warms what V8 keeps.
  for (let round = 0; round <= rounds; round++) {
    const { pullRequest, judgement } = await openAndTime(scene, repository, `round-${round}`, manifests);
    if (round > 0) judgements.push(judgement);
    last = pullRequest;
    if (round < rounds) pullRequest.close();
  }
  if (last === undefined) throw new Error('there was no round');
  for (let count = rounds + 1; count < JUDGEMENTS; count++) await judgeAgain(scene, last);
  const usedMemory = await memoryAtRest(bot);
  const answers = await timeAnswers(github, last);
  return { ready: bot.readyAfter, judgement: medians(judgements), answers, idleMemory, usedMemory };
}

interface Scene {
  readonly github: GitHub;
  readonly clock: TwinClock;
  readonly bot: BotProcess;
}

function populate(github: GitHub, files: Files): { readonly repository: Repository; readonly app: InstalledApp } {
  github.createOrganization('acme', { owner: 'olivia' });
  const repository = github.createRepository('acme/shop', { files });
  const app = github.installApp('tidewaiter', { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  return { repository, app };
}

async function memoryAtRest(bot: BotProcess): Promise<number> {
  await sleep(IDLE_MS);
  return metric(await bot.readMetrics(), 'process_resident_memory_bytes') / 2 ** 20;
}

function metric(metrics: ReadonlyMap<string, number>, name: string): number {
  return metrics.get(name) ?? 0;
}

async function openAndTime(scene: Scene, repository: Repository, branch: string, files: Files) {
  const { github, clock, bot } = scene;
  repository.push(branch, files);
  await settle(github);
  const before = await bot.readMetrics();
  const calls = github.requests.length;
  const completed = completions(github);
  github.webhooks.hold();
  const pullRequest = repository.openPullRequest({ head: branch });
  const started = performance.now();
  github.webhooks.release();
  while (completions(github) === completed) await clock.answered();
  const ended = performance.now();
  const judgement = {
    wall: ended - started,
    own: ended - started - clock.busyBetween(started, ended),
    wait: clock.firstRequestSince(started) - started,
    calls: github.requests.length - calls,
    ...secondsSince(before, await bot.readMetrics()),
  };
  await settle(github);
  return { pullRequest, judgement };
}

/** A check that is completed makes deliveries, which the bot ignores. */
async function settle(github: GitHub): Promise<void> {
  await sleep(200);
  await github.webhooks.settled();
}

function completions({ requests }: GitHub): number {
  return requests.filter(
    ({ method, template, status, body }) =>
      method === 'PATCH' &&
      template.endsWith('/check-runs/{check_run_id}') &&
      status === 200 &&
      (body as { readonly status?: string }).status === 'completed',
  ).length;
}

/** What the bot says of itself. */
function secondsSince(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Pick<Judgement, 'processor' | 'read' | 'judge' | 'publish'> {
  const grown = (name: string) => (metric(after, name) - metric(before, name)) * 1000;
  const step = (name: string) => grown(`tidewaiter_judgement_seconds_sum{step="${name}"}`);
  return {
    processor: grown('process_cpu_seconds_total'),
    read: step('read'),
    judge: step('judge'),
    publish: step('publish'),
  };
}

async function judgeAgain({ github, clock }: Scene, pullRequest: PullRequest): Promise<void> {
  const completed = completions(github);
  pullRequest.rerequestCheck('tidewaiter: main');
  while (completions(github) === completed) await clock.answered();
}

/** Of deliveries that are remembered and queued, one after the other: what is to be done for one is done before the next. */
async function timeAnswers(github: GitHub, pullRequest: PullRequest): Promise<DatabaseFigures['answers']> {
  pullRequest.close();
  await settle(github);
  const delivery = github.webhooks.deliveries.findLast(({ action }) => action === 'opened');
  if (delivery === undefined) throw new Error('nothing was delivered');
  const times: number[] = [];
  for (let count = 0; count < DELIVERIES; count++) {
    const started = performance.now();
    const status = await github.webhooks.forge({
      app: delivery.app,
      event: delivery.event,
      payload: delivery.payload,
    });
    times.push(performance.now() - started);
    if (status !== 202) throw new Error(`a delivery was answered with ${status}`);
    await sleep(50);
  }
  const sorted = times.toSorted((left, right) => left - right);
  return { middle: median(times), slowest: sorted[Math.ceil(DELIVERIES * 0.99) - 1] ?? Number.NaN };
}

function medians(judgements: readonly Judgement[]): Judgement {
  const of = (name: keyof Judgement) => median(judgements.map((each) => each[name]));
  return {
    wall: of('wall'),
    own: of('own'),
    processor: of('processor'),
    wait: of('wait'),
    read: of('read'),
    judge: of('judge'),
    publish: of('publish'),
    calls: of('calls'),
  };
}

async function measureOneFile(files: Files): Promise<Pick<BotFigures, 'cold' | 'warm'>> {
  await using github = await startGitHub();
  using clock = new TwinClock();
  const { repository, app } = populate(github, files);
  await using bot = await startBotProcess(github, app, undefined);
  const runs: OneFileFigures[] = [];
  for (let run = 1; run <= WARM_RUN; run++) {
    const before = github.gitRequests.length;
    const change = changeOne(files, run);
    const { judgement } = await openAndTime({ github, clock, bot }, repository, `run-${run}`, change);
    const fetchedBytes = github.gitRequests.slice(before).reduce((sum, { bytesSent }) => sum + bytesSent, 0);
    runs.push({ judgement, fetchedBytes });
  }
  const [cold, warm] = [runs[0], runs.at(-1)];
  if (!cold || !warm) throw new Error('there was no run');
  return { cold, warm };
}

/** A Deployment, in something that no two runs say alike. */
function changeOne(files: Files, run: number): Files {
  for (const [path, text] of Object.entries(files)) {
    if (typeof text !== 'string' || !/^kind: Deployment$/m.test(text)) continue;
    return { [path]: text.replace(/^spec:$/m, `spec:\n  revisionHistoryLimit: ${run}`) };
  }
  throw new Error('there is no Deployment among the manifests');
}
