import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../../src/base/seeded-random.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { ApiRequest, GitHub } from '../../github-twin/twin.ts';
import { type Processes, type Storage, startProcesses } from '../processes.ts';
import { Crowd, type CrowdPlan, type Member } from './crowd.ts';
import { readUsage, type Usage } from './usage.ts';

export interface BurstPlan extends CrowdPlan {
  readonly storage: Storage;
  /** For each pull request; the first opens it. */
  readonly pushes: number;
  /** Over which they are spread. */
  readonly seconds: number;
}

export interface BurstReport {
  /** How long the pushes took in truth. */
  readonly pushedForSeconds: number;
  /** How long GitHub waited for each answer, in milliseconds. */
  readonly answers: { readonly remembered: readonly number[]; readonly ignored: readonly number[] };
  /** Deliveries that were not taken. */
  readonly failed: number;
  readonly judgements: Judgements;
  /** From the first push until the last pull request of each installation was judged. */
  readonly installationSeconds: readonly number[];
  /** Pull requests whose head has no right check in the end. */
  readonly unjudged: number;
  readonly bots: readonly Usage[];
  readonly twin: Usage;
  readonly apiCalls: number;
  readonly violations: readonly string[];
}

export interface Judgements {
  /** Begun, whatever became of them. */
  readonly begun: number;
  /** Of a head that stood still. */
  readonly told: number;
  /** The head moved before anything was said. */
  readonly superseded: number;
}

/** Opens many pull requests at once and pushes to them, and waits until the bot has judged each as it is in the end. */
export async function playBurst({ storage, pushes, seconds, ...plan }: BurstPlan): Promise<BurstReport> {
  await using github = await startGitHub();
  const crowd = new Crowd(github, plan);
  const processes = await startProcesses(github, crowd.app, storage);
  try {
    await github.webhooks.settled();
    const used = readUsage(process.pid);
    const started = performance.now();
    const pushing = pushAll(crowd.members, { pushes, seconds, processes });
    const doneAfter = await watch(crowd.members, pushing, started);
    const [pushedForSeconds, twin] = [await pushing, readUsage(process.pid)];
    const bots = processes.ids.map(readUsage);
    await github.webhooks.settled();
    return {
      pushedForSeconds,
      ...readDeliveries(github),
      judgements: countJudgements(github.requests),
      installationSeconds: slowestOf(crowd.members, doneAfter),
      unjudged: crowd.members.length - doneAfter.size,
      bots,
      twin: { ...twin, seconds: twin.seconds - used.seconds },
      apiCalls: github.requests.length,
      violations: github.violations.map(({ request, problem }) => `${request}: ${problem}`),
    };
  } finally {
    await processes.end();
  }
}

interface Pushing {
  readonly pushes: number;
  readonly seconds: number;
  readonly processes: Processes;
}

/** In an order that is random and the same each time. Of several processes each is delivered to in turn. */
async function pushAll(members: readonly Member[], { pushes, seconds, processes }: Pushing): Promise<number> {
  const random = seededRandom(1);
  const turns = Array.from({ length: pushes }, () => members).flat();
  const order = turns
    .map((member) => ({ member, at: random() * seconds * 1000 }))
    .toSorted((left, right) => left.at - right.at);
  const started = performance.now();
  for (const [index, { member, at }] of order.entries()) {
    const early = started + at - performance.now();
    // Also where it is late: those who ask the twin for something are to be answered in between.
    await sleep(Math.max(0, early));
    processes.deliverTo(index % processes.count);
    member.push({ isClean: random() < 0.5 });
  }
  return (performance.now() - started) / 1000;
}

const PATIENCE_MS = 1_800_000;

/** @returns after how many seconds each pull request was first seen to be done, of those that were at the end */
async function watch(
  members: readonly Member[],
  pushing: Promise<unknown>,
  started: number,
): Promise<ReadonlyMap<Member, number>> {
  const done = new Map<Member, number>();
  await pushing;
  for (;;) {
    const now = performance.now();
    for (const member of members) if (!done.has(member) && member.isDone()) done.set(member, (now - started) / 1000);
    if (done.size === members.length || now - started > PATIENCE_MS) return done;
    await sleep(100);
  }
}

function readDeliveries({ webhooks }: GitHub): Pick<BurstReport, 'answers' | 'failed'> {
  const answered = webhooks.deliveries.flatMap(({ answer }) => (answer.kind === 'answered' ? [answer] : []));
  const taken = answered.filter(({ status }) => status === 202);
  const [remembered = [], ignored = []] = [true, false].map((isRemembered) =>
    taken.filter(({ body }) => (body === 'remembered') === isRemembered).map(({ milliseconds }) => milliseconds),
  );
  return { answers: { remembered, ignored }, failed: webhooks.deliveries.length - taken.length };
}

/** By what the bot says of its checks. */
function countJudgements(requests: readonly ApiRequest[]): Judgements {
  const changes = requests.filter(({ method, template }) => method === 'PATCH' && template.includes('/check-runs/'));
  const count = (value: string) => changes.filter(({ body }) => JSON.stringify(body).includes(value)).length;
  return {
    begun: count('"status":"in_progress"'),
    told: count('"conclusion":"success"') + count('"conclusion":"failure"'),
    superseded: count('"title":"Superseded"'),
  };
}

function slowestOf(members: readonly Member[], doneAfter: ReadonlyMap<Member, number>): readonly number[] {
  const groups = Map.groupBy(members, ({ installation }) => installation);
  return [...groups.values()].map((group) => Math.max(...group.map((member) => doneAfter.get(member) ?? Infinity)));
}
