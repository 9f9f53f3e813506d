import type { Conclusion } from '../twin.ts';
import { covers } from './installations.ts';
import type { App, CheckRunState, CheckSuiteState, RepositoryState, User } from './model.ts';
import type { World } from './world.ts';

export interface CheckRunStart {
  readonly app: App;
  readonly sha: string;
  readonly name: string;
  readonly progress: CheckRunState['progress'];
}

/** Each App that may write checks gets a suite of its own for whatever is pushed, and is told. */
export function requestSuites(world: World, repository: RepositoryState, sha: string, pusher: User): void {
  for (const installation of world.installations()) {
    const { app, permissions } = installation;
    if (permissions.checks !== 'write' || !covers(installation, repository)) continue;
    const isNew = !repository.checkSuites.some((suite) => suite.app === app && suite.headSha === sha);
    const suite = suiteOf(world, repository, app, sha);
    if (isNew) world.tell({ event: 'check_suite', action: 'requested', repository, sender: pusher, suite });
  }
}

/** Starts a check run, in the suite that its App has for the commit. Nobody is told yet: `announceRun` does. */
export function addCheckRun(
  world: World,
  repository: RepositoryState,
  { app, sha, name, progress }: CheckRunStart,
): CheckRunState {
  const suite = suiteOf(world, repository, app, sha);
  const run: CheckRunState = {
    id: world.nextId(),
    suite,
    name,
    progress,
    externalId: '',
    detailsUrl: null,
    startedAt: world.now(),
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  suite.runs.push(run);
  return run;
}

function suiteOf(world: World, repository: RepositoryState, app: App, headSha: string): CheckSuiteState {
  const known = repository.checkSuites.find((suite) => suite.app === app && suite.headSha === headSha);
  if (known !== undefined) return known;
  const branch = [...repository.refs].find(([ref, sha]) => sha === headSha && ref.startsWith('refs/heads/'))?.[0];
  const suite: CheckSuiteState = {
    id: world.nextId(),
    app,
    headSha,
    headBranch: branch?.slice('refs/heads/'.length) ?? null,
    createdAt: world.now(),
    runs: [],
  };
  repository.checkSuites.push(suite);
  return suite;
}

/** Tells of a run that is new, or that has ended. `before` is what it was when last told of. */
export function announceRun(
  world: World,
  repository: RepositoryState,
  run: CheckRunState,
  before: CheckRunState['progress'] | 'nothing',
): void {
  const { suite } = run;
  const about = { repository, sender: suite.app.bot };
  if (before === 'nothing') world.tell({ event: 'check_run', action: 'created', ...about, run });
  const hasEnded = run.progress.status === 'completed' && (before === 'nothing' || before.status !== 'completed');
  if (!hasEnded) return;
  world.tell({ event: 'check_run', action: 'completed', ...about, run });
  const areAllDone = suite.runs.every(({ progress }) => progress.status === 'completed');
  if (areAllDone) world.tell({ event: 'check_suite', action: 'completed', ...about, suite });
}

export function completed(world: World, conclusion: Conclusion): CheckRunState['progress'] {
  return { status: 'completed', conclusion, at: world.now() };
}

/** Of the runs of one name and App at a commit, the newest. */
export function latestRuns(repository: RepositoryState, sha: string): readonly CheckRunState[] {
  const latest = new Map<string, CheckRunState>();
  for (const suite of repository.checkSuites.filter((other) => other.headSha === sha)) {
    for (const run of suite.runs) latest.set(`${suite.app.slug} ${run.name}`, run);
  }
  return [...latest.values()];
}
