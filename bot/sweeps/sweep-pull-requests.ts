import type { ErrorCode } from '../../src/errors/codes.ts';
import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../../src/github/client.ts';
import { listRepositories } from '../github/list-repositories.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';
import type { QueuedJob } from '../queue/queue.ts';
import { spreadSeconds } from '../queue/spread-seconds.ts';
import { beginLook, forgetUnseen } from '../store/open-pull-requests.ts';
import type { SweepDependencies } from './dependencies.ts';
import { findLeftBehind } from './find-left-behind.ts';
import type { Sweep } from './sweep.ts';

/** What could not be looked through of an installation, and can be soon. Repositories are told by their names. */
type Owed = 'everything' | ReadonlySet<string>;

interface Looking extends SweepDependencies {
  /** When the sweep began. */
  readonly since: Date;
}

/**
 * Queues the open pull requests whose head has no completed check of ours, wherever the App is installed: those of which a delivery was never
 * sent, or whose job was lost with the database. Nobody waits for them, so they are judged at a bounded pace. Which ones are open is remembered.
 * What one repository, or GitHub for a while, keeps from being looked at is owed, and is all that is made up for.
 */
export function createPullRequestSweep(): Sweep['run'] {
  let owed: ReadonlyMap<number, Owed> = new Map();
  return async (dependencies, signal, scope) => {
    const looking = { ...dependencies, since: await beginLook(dependencies.database) };
    const installations = await listInstallations(dependencies);
    const toDo = scope === 'owed' ? owed : new Map(installations.map((id) => [id, 'everything' as const]));
    const results = new Map<number, Result>();
    for (const installation of installations) {
      if (signal.aborted) return 'owed';
      const due = toDo.get(installation);
      if (due) results.set(installation, await sweepInstallation(installation, due, looking, signal));
    }
    const { database } = dependencies;
    const isWhole = scope === 'all' && [...results.values()].every((result) => result.isWhole);
    if (isWhole && !signal.aborted) await forgetUnseen(database, looking.since);
    owed = new Map([...results].flatMap(([installation, { left }]) => (left ? [[installation, left]] : [])));
    return owed.size > 0 ? 'owed' : 'done';
  };
}

/** Those that are suspended may not even be looked at. */
async function listInstallations({ app }: SweepDependencies): Promise<readonly number[]> {
  const installations = await app.asApp().paginate('GET /app/installations', { per_page: 100 });
  return installations.filter(({ suspended_at }) => suspended_at === null).map(({ id }) => Number(id));
}

interface Result {
  /** Whether all of it was looked at. */
  readonly isWhole: boolean;
  readonly left: Owed | undefined;
}

async function sweepInstallation(
  installation: number,
  due: Owed,
  looking: Looking,
  signal: AbortSignal,
): Promise<Result> {
  try {
    return await sweepRepositories(installation, due, looking, signal);
  } catch (error) {
    looking.log.warn('the pull requests of an installation could not be looked through', { installation, error });
    return { isWhole: false, left: isPassing(error) ? due : undefined };
  }
}

/** Where that many cannot be looked at for now, none can: they are not all asked for. */
const MOST_OWED = 3;

async function sweepRepositories(
  installation: number,
  due: Owed,
  looking: Looking,
  signal: AbortSignal,
): Promise<Result> {
  const { app, log } = looking;
  const github = await app.ofInstallation(installation);
  let found = 0;
  let isWhole = true;
  const left = new Set<string>();
  for (const repository of await listRepositories(github, installation)) {
    const name = `${repository.owner}/${repository.repo}`;
    if (due !== 'everything' && !due.has(name)) continue;
    if (signal.aborted) break;
    try {
      found += await queueLeftBehind(github, repository, { found, ...looking }, signal);
    } catch (error) {
      isWhole = false;
      log.warn('the pull requests of a repository could not be looked through', { repository: name, error });
      if (isPassing(error)) left.add(name);
      if (left.size >= MOST_OWED) throw error;
    }
  }
  if (found > 0) log.info('pull requests without a completed check are queued', { installation, jobs: found });
  return { isWhole, left: left.size > 0 ? left : undefined };
}

/** @returns how many there are */
async function queueLeftBehind(
  github: GitHub,
  repository: RepositoryOfInstallation,
  { found, ...looking }: Looking & { readonly found: number },
  signal: AbortSignal,
): Promise<number> {
  const numbers = await findLeftBehind(github, repository, looking, signal);
  await looking.queue.enqueue(
    numbers.map(
      (number, index): QueuedJob => ({
        job: { kind: 'judge-pull-request', ...repository, number, reason: 'a sweep found no completed check' },
        priority: 'low',
        inSeconds: spreadSeconds(found + index),
      }),
    ),
  );
  return numbers.length;
}

/** Anything that GitHub does not refuse for good: it may be otherwise in a few minutes. */
function isPassing(error: unknown): boolean {
  return !(error instanceof TidewaiterError) || !IS_REFUSED.has(error.code);
}

const IS_REFUSED: ReadonlySet<ErrorCode> = new Set([
  'github/unauthorized',
  'github/forbidden',
  'github/not-found',
  'github/refused',
]);
