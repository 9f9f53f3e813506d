import { latestRuns } from '../state/checks.ts';
import type { CheckRunState, PullState, RepositoryState, User } from '../state/model.ts';
import type { World } from '../state/world.ts';
import type { Check } from '../twin.ts';

/** The checks of a commit, as its page shows them: of each App and name the newest. */
export function tellChecks(repository: RepositoryState, sha: string): readonly Check[] {
  return latestRuns(repository, sha).map(tellCheck);
}

function tellCheck(run: CheckRunState): Check {
  const { id, name, progress, title, summary, text, annotations, actions, externalId, detailsUrl, suite } = run;
  return {
    id,
    app: suite.app.slug,
    name,
    status: progress.status,
    conclusion: progress.status === 'completed' ? progress.conclusion : null,
    title,
    summary,
    text,
    annotations,
    buttons: progress.status === 'completed' ? actions : [],
    externalId,
    detailsUrl,
  };
}

/** Presses a button of a check at the head. */
export function clickButton(world: World, pull: PullState, identifier: string, by: User): void {
  const { repository, headSha } = pull;
  const runs = latestRuns(repository, headSha).filter(({ progress }) => progress.status === 'completed');
  const run = runs.find(({ actions }) => actions.some((action) => action.identifier === identifier));
  if (run === undefined) throw new Error(`no completed check of ${headSha} has a button ${identifier}`);
  world.tell({ event: 'check_run', action: 'requested_action', repository, sender: by, run, identifier });
}

/** Presses "Re-run" at a check of the head. */
export function rerequestCheck(world: World, pull: PullState, name: string, by: User): void {
  const { repository, headSha } = pull;
  const run = latestRuns(repository, headSha).find((other) => other.name === name);
  if (run === undefined) throw new Error(`${headSha} has no check "${name}" to run again`);
  world.tell({ event: 'check_run', action: 'rerequested', repository, sender: by, run });
}

/** Presses "Re-run all checks" of an App at the head. */
export function rerequestChecks(world: World, pull: PullState, app: string, by: User): void {
  const { repository, headSha } = pull;
  const suite = repository.checkSuites.find((other) => other.headSha === headSha && other.app.slug === app);
  if (suite === undefined) throw new Error(`${headSha} has no checks of ${app} to run again`);
  world.tell({ event: 'check_suite', action: 'rerequested', repository, sender: by, suite });
}
