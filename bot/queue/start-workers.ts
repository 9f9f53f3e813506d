import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { isObject } from '../../src/base/json.ts';
import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { Database } from '../database/database.ts';
import { storableWords } from '../database/storable-text.ts';
import type { Entry } from './entry.ts';
import { AT_ONCE, DEAD, LANE_SETTINGS, LANES, type Lane } from './lanes.ts';
import { putBack } from './put-in-line.ts';
import type { Work } from './queue.ts';
import { SERVED, turnOf } from './turns.ts';

export interface Workers {
  /** There may be something to do in a lane. */
  wake(lane: Lane): void;
  /** Waits for what is at work; what is not done by then goes back and is told so by its signal. */
  stop(milliseconds: number): Promise<void>;
}

/** Undefined: it is done. */
type Handle = (job: Claimed, signal: AbortSignal) => Promise<Postponement | undefined>;
type Claimed = JobWithMetadata<Entry>;

interface Postponement {
  readonly seconds: number;
}

export async function startWorkers(boss: PgBoss, database: Database, work: Work): Promise<Workers> {
  const stopping = new AbortController();
  const run: Handle = async ({ data }, signal) => {
    const outcome = await work.run(data.job, signal);
    return outcome.outcome === 'later' ? outcome : undefined;
  };
  const giveUp: Handle = async ({ data, sourceOutput }) => {
    await work.giveUp(data.job, reasonOf(sourceOutput));
    return undefined;
  };
  const wakers = new Map<Lane, () => void>();
  for (const lane of LANES) wakers.set(lane, await startLane(boss, database, lane, run, stopping.signal));
  await startLane(boss, database, DEAD, giveUp, stopping.signal);
  return {
    wake: (lane) => wakers.get(lane)?.(),
    stop: (milliseconds) => stopWorkers(boss, stopping, milliseconds),
  };
}

/** @returns a function that wakes one of the lane's workers, each time another, for several jobs may come before one has been fetched */
async function startLane(
  boss: PgBoss,
  database: Database,
  lane: keyof typeof AT_ONCE,
  handle: Handle,
  stopping: AbortSignal,
): Promise<() => void> {
  const ids: string[] = [];
  for (let worker = 0; worker < AT_ONCE[lane]; worker += 1) {
    const id: string = await boss.work<Entry, void, typeof WORK_OPTIONS>(lane, WORK_OPTIONS, async ([job]) => {
      if (!job) return;
      try {
        const postponement = await handleAlone(database, job, handle, stopping);
        if (postponement) await postpone(boss, database, job, postponement);
      } catch (error) {
        // What a client's error bears beside its words, requests with their headers, has no place in the database.
        throw new Error(storableWords(wordsOf(error)));
      } finally {
        // By itself a worker waits for the next poll after each job, however many wait.
        boss.notifyWorker(id);
      }
    });
    ids.push(id);
  }
  let next = 0;
  return () => {
    next = (next + 1) % ids.length;
    boss.notifyWorker(ids[next] ?? '');
  };
}

// NOTIFY tells of what is new; what is due again is found by polling. With NOTIFY on, pg-boss would poll every 30 seconds only.
const POLL_SECONDS = 0.5;
const WORK_OPTIONS = {
  includeMetadata: true,
  groupConcurrency: 1,
  pollingIntervalSeconds: POLL_SECONDS,
  notifyPollingIntervalSeconds: POLL_SECONDS,
} as const;

/** What is given back by a process that stops may go on for as long as that process does: nobody begins with it before. */
const UNTIL_ENDED = 10;

async function handleAlone(
  database: Database,
  job: Claimed,
  handle: Handle,
  stopping: AbortSignal,
): Promise<Postponement | undefined> {
  if (!(await begin(database, job))) return { seconds: Math.random() };
  // It was claimed in the moment in which the process had to stop: nothing of it has begun, and nothing would tell it to end.
  if (stopping.aborted) return { seconds: 0 };
  const stopped = Promise.withResolvers<Postponement>();
  const giveBack = () => stopped.resolve({ seconds: UNTIL_ENDED });
  stopping.addEventListener('abort', giveBack, { once: true });
  try {
    return await Promise.race([handle(job, AbortSignal.any([job.signal, stopping])), stopped.promise]);
  } finally {
    stopping.removeEventListener('abort', giveBack);
  }
}

/**
 * Serves the job's turn, and sees to it that its key is not at work already. pg-boss keeps the jobs of a group apart, but not those of two
 * queues, nor two that two processes claim in the same instant. Both of such a pair see each other and step back, for each looks after its own
 * claim is there for all to see: never do both go on.
 *
 * @returns whether to go on
 */
async function begin(database: Database, { id, groupId, priority }: Claimed): Promise<boolean> {
  const others = await database.query(
    `with ${SERVED} select 1 from pgboss.job where name = any($2) and group_id = $3 and state = 'active' and id <> $4 limit 1`,
    [turnOf(priority), [...LANES, DEAD], groupId, id],
  );
  return others.length === 0;
}

/** Done with as it is, and queued again. */
async function postpone(boss: PgBoss, database: Database, job: Claimed, { seconds }: Postponement): Promise<void> {
  // Queued again it would lose what it died of.
  if (job.name === DEAD) throw new Error('not the time to give up');
  await database.transaction((transaction) => putBack(boss, transaction, job, seconds));
}

/**
 * The words of our own errors say what is wrong. Those of all others, a defect's above all, may quote whatever they met, a manifest among it: they
 * are told in the log and remembered nowhere.
 */
function wordsOf(error: unknown): string {
  if (error instanceof TidewaiterError) return error.message;
  const name = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `the bot met something unexpected (${name}${code}), of which its log tells more`;
}

function reasonOf(output: unknown): string {
  const { message, value } = isObject(output) ? output : {};
  if (typeof message === 'string') return message;
  const own = isObject(value) ? value.message : undefined;
  return OWN_WORDS.get(own) ?? 'for a reason that is not known';
}

/** What pg-boss says of a job that it takes away from its worker. */
const OWN_WORDS: ReadonlyMap<unknown, string> = new Map([
  ['job heartbeat timeout', 'the process that was at it ended, or stood still, each time'],
  ['job timed out', `it took longer than ${LANE_SETTINGS.expireInSeconds} seconds each time`],
]);

async function stopWorkers(boss: PgBoss, stopping: AbortController, milliseconds: number): Promise<void> {
  const drained = Promise.all([...LANES, DEAD].map((lane) => boss.offWork(lane)));
  const limit = setTimeout(() => stopping.abort(new Error('the bot is stopping')), milliseconds);
  await drained;
  clearTimeout(limit);
}
