import type { GitHub } from '../../src/github/client.ts';
import { checkName, findCheck } from '../checks/check.ts';
import { listOpenPullRequests } from '../github/list-open-pull-requests.ts';
import { listRepositories } from '../github/list-repositories.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';
import type { QueuedJob } from '../queue/queue.ts';
import { spreadSeconds } from '../queue/spread-seconds.ts';
import { beginLook, forgetUnseen, rememberAllOpen } from '../store/open-pull-requests.ts';
import { latestJudgementOfHead } from '../store/read-judgements.ts';
import type { SweepDependencies } from './dependencies.ts';

/** What sweeps in between remember: heads whose check was completed. It is not asked for again. */
interface Seen {
  readonly before: ReadonlySet<string>;
  readonly now: Set<string>;
}

interface Dependencies extends SweepDependencies {
  readonly seen: Seen;
  /** When the sweep began. */
  readonly since: Date;
}

/**
 * Queues the open pull requests whose head has no completed check of ours, wherever the App is installed: those of which a delivery was never
 * sent, or whose job was lost with the database. Nobody waits for them, so they are judged at a bounded pace. Which ones are open is remembered.
 */
export function createPullRequestSweep(): (dependencies: SweepDependencies, signal: AbortSignal) => Promise<void> {
  let seen: ReadonlySet<string> = new Set();
  return async (dependencies, signal) => {
    const fresh = new Set<string>();
    const since = await beginLook(dependencies.database);
    await sweepPullRequests({ ...dependencies, seen: { before: seen, now: fresh }, since }, signal);
    seen = fresh;
  };
}

async function sweepPullRequests(dependencies: Dependencies, signal: AbortSignal): Promise<void> {
  let isWhole = true;
  for (const installation of await listInstallations(dependencies)) {
    if (signal.aborted) return;
    try {
      await sweepInstallation(installation, dependencies, signal);
    } catch (error) {
      isWhole = false;
      dependencies.log.warn('the pull requests of an installation could not be looked through', {
        installation,
        error,
      });
    }
  }
  if (isWhole && !signal.aborted) await forgetUnseen(dependencies.database, dependencies.since);
}

/** Those that are suspended may not even be looked at. */
async function listInstallations({ app }: SweepDependencies): Promise<readonly number[]> {
  const installations = await app.asApp().paginate('GET /app/installations', { per_page: 100 });
  return installations.filter(({ suspended_at }) => suspended_at === null).map(({ id }) => Number(id));
}

async function sweepInstallation(installation: number, dependencies: Dependencies, signal: AbortSignal): Promise<void> {
  const { app, queue, log } = dependencies;
  const github = await app.ofInstallation(installation);
  let found = 0;
  for (const repository of await listRepositories(github, installation)) {
    const left = await findLeftBehind(github, repository, dependencies, signal);
    await queue.enqueue(
      left.map(
        (number, index): QueuedJob => ({
          job: { kind: 'judge-pull-request', ...repository, number, reason: 'a sweep found no completed check' },
          priority: 'low',
          inSeconds: spreadSeconds(found + index),
        }),
      ),
    );
    found += left.length;
    if (signal.aborted) break;
  }
  if (found > 0) log.info('pull requests without a completed check are queued', { installation, jobs: found });
}

/** The numbers of pull requests that are to be judged. */
async function findLeftBehind(
  github: GitHub,
  { owner, repo }: RepositoryOfInstallation,
  dependencies: Dependencies,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const open = await listOpenPullRequests(github, { owner, repo });
  const numbers = open.map(({ number }) => number);
  await rememberAllOpen(dependencies.database, `${owner}/${repo}`, { numbers, since: dependencies.since });
  const left: number[] = [];
  for (const { number, headSha, baseBranch } of open) {
    if (signal.aborted) break;
    const subject = { owner, repo, headSha, baseBranch };
    if (!(await isSeenTo(github, subject, dependencies))) left.push(number);
  }
  return left;
}

interface Head {
  readonly owner: string;
  readonly repo: string;
  readonly headSha: string;
  readonly baseBranch: string;
}

async function isSeenTo(
  github: GitHub,
  { owner, repo, headSha, baseBranch }: Head,
  { app, database, now, seen }: Dependencies,
): Promise<boolean> {
  const key = JSON.stringify([owner, repo, headSha, baseBranch]);
  const latest = await latestJudgementOfHead(database, { repository: `${owner}/${repo}`, headSha, baseBranch });
  if (latest?.outcome.kind === 'skipped' && now() - latest.startedAt.getTime() < SKIPPED_MS) return true;
  if (!seen.before.has(key)) {
    const name = checkName(baseBranch);
    const check = await findCheck(github, { owner, repo, app: app.id, headSha, name, detailsUrl: undefined });
    if (!check?.isCompleted) return false;
  }
  seen.now.add(key);
  return true;
}

/** What was skipped is asked about again once a day: its owner may have got a configuration that no delivery to the repository tells of. */
const SKIPPED_MS = 24 * 60 * 60 * 1000;
