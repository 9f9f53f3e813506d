import type { Conclusion } from '../twin.ts';
import type { App, CheckRunState, CheckSuiteState, RepositoryState } from './model.ts';
import type { World } from './world.ts';

export interface CheckRunStart {
  readonly app: App;
  readonly sha: string;
  readonly name: string;
  readonly progress: CheckRunState['progress'];
}

/** Starts a check run, in the suite that its App has for the commit. */
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
