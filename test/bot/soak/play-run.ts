import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../../src/base/seeded-random.ts';
import { apiOf } from '../../github/api.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub } from '../../github-twin/twin.ts';
import { type Processes, type Storage, startProcesses } from '../processes.ts';
import { BOT_EVENTS, BOT_PERMISSIONS } from '../run-bot.ts';
import { doingOf } from './doing-of.ts';
import { findLosses, type Place } from './find-losses.ts';
import { COLLABORATORS, GATED, Traffic } from './traffic.ts';

export interface RunPlan {
  readonly seed: number;
  readonly storage: Storage;
  readonly pullRequests: number;
  readonly kills: number;
}

export interface RunReport {
  readonly kills: readonly Kill[];
  readonly deliveries: number;
  /** How many of them reached nobody. */
  readonly failed: number;
  readonly commands: number;
  /** What was not as it should be at the end; nothing, that is. */
  readonly losses: readonly string[];
}

/** When a process was killed. */
export interface Kill {
  /** The call that GitHub had been asked last, by whichever process. */
  readonly after: string;
  /** What such a call is part of. */
  readonly doing: string;
}

const REPOSITORY = 'acme/shop';

/** Kills the bot again and again while pull requests receive pushes, comments and replays, and lets it come to an end. */
export async function playRun({ seed, storage, pullRequests, kills }: RunPlan): Promise<RunReport> {
  await using github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  const repository = github.createRepository(REPOSITORY, { files: GATED, collaborators: COLLABORATORS });
  const app = github.installApp('tidewaiter', { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  const token = github.token({ app: 'tidewaiter', repository: REPOSITORY, permissions: { checks: 'read' } });
  const random = seededRandom(seed);
  const processes = await startProcesses(github, app, storage);
  try {
    const traffic = new Traffic(github, repository, random, pullRequests);
    const place = { api: apiOf(github, { token }), repository: REPOSITORY, traffic };
    // At first all are judged: else what is lost later would be made up for by what waits still.
    const losses = [...(await waitForTheEnd(place, processes))];
    const killed: Kill[] = [];
    for (let kill = 1; kill <= kills; kill += 1) {
      killed.push(await killAmidTraffic({ github, traffic, processes, random }));
    }
    losses.push(...(await waitForTheEnd(place, processes)));
    const { deliveries } = github.webhooks;
    const failed = deliveries.filter(({ answer }) => answer.kind === 'failed').length;
    const commands = traffic.pullRequests.flatMap((each) => traffic.askedAt(each)).length;
    const violations = github.violations.map(({ request, problem }) => `${request}: ${problem}`);
    return { kills: killed, deliveries: deliveries.length, failed, commands, losses: [...losses, ...violations] };
  } finally {
    await processes.end();
  }
}

interface Scene {
  readonly github: GitHub;
  readonly traffic: Traffic;
  readonly processes: Processes;
  readonly random: () => number;
}

const STEPS_BEFORE = 4;
const STEPS_WHILE_DEAD = 4;
const LONGEST_PAUSE_MS = 250;

async function killAmidTraffic({ github, traffic, processes, random }: Scene): Promise<Kill> {
  for (let step = 0; step < STEPS_BEFORE; step += 1) {
    traffic.step();
    await sleep(random() * LONGEST_PAUSE_MS);
  }
  const victim = Math.floor(random() * processes.count);
  const last = github.requests.at(-1);
  await processes.kill(victim);
  for (let step = 0; step < STEPS_WHILE_DEAD; step += 1) traffic.step();
  await processes.start(victim);
  const after = last === undefined ? 'nothing' : (last.operation ?? `${last.method} ${last.template}`);
  return { after, doing: doingOf(after) };
}

/** A delivery that failed again when it was sent once more is asked for by the next sweep, five minutes later. A loaded machine needs more. */
const PATIENCE_MS = 480_000;
const QUIET_MS = 1000;

/**
 * The end is when nothing is wrong and nothing is left to do: what a process had all but done when it was killed is done again once it is missed,
 * and that is where something would stand twice.
 *
 * @returns what is wrong then, or when it has taken too long
 */
async function waitForTheEnd(place: Place, processes: Processes): Promise<readonly string[]> {
  const end = performance.now() + PATIENCE_MS;
  const hasEnded = async () => (await findLosses(place)).length === 0 && (await processes.areIdle());
  while (performance.now() < end) {
    await sleep(200);
    if (!(await hasEnded())) continue;
    await sleep(QUIET_MS);
    if (await hasEnded()) return [];
  }
  const isIdle = await processes.areIdle();
  return [...(await findLosses(place)), ...(isIdle ? [] : ['there is something left to do'])];
}
