import { addCheckRun, announceRun, completed, latestRuns } from '../state/checks.ts';
import type { AnnotationState, App, CheckAction, CheckRunState } from '../state/model.ts';
import { findCommit } from '../state/refs.ts';
import { ApiError, notFound } from './api-error.ts';
import { checkLimits } from './check-limits.ts';
import { conclusionOf, presentAnnotation, presentCheckRun, presentCheckSuite } from './present-check.ts';
import { type Answer, authenticated, objectOf, page, type RepositoryCall, type Route, textOf } from './route.ts';

const RUNS = '/repos/{owner}/{repo}/check-runs';
const OF_COMMIT = '/repos/{owner}/{repo}/commits/{ref}';

export const checkRunRoutes: readonly Route[] = [
  { operation: `POST ${RUNS}`, scopes: ['checks'], handle: create },
  { operation: `GET ${RUNS}/{check_run_id}`, scopes: ['checks'], handle: get },
  { operation: `PATCH ${RUNS}/{check_run_id}`, scopes: ['checks'], handle: update },
  { operation: `GET ${RUNS}/{check_run_id}/annotations`, scopes: ['checks'], handle: listAnnotations },
  { operation: `GET ${OF_COMMIT}/check-runs`, scopes: ['checks'], handle: listRuns },
  { operation: `GET ${OF_COMMIT}/check-suites`, scopes: ['checks'], handle: listSuites },
];

function create(call: RepositoryCall): Answer {
  const app = appOf(call);
  const sha = textOf(call.body.head_sha) ?? '';
  const name = textOf(call.body.name) ?? '';
  if (findCommit(call.repository, sha) !== sha) throw new ApiError(422, `No commit found for SHA: ${sha}`);
  checkLimits(call.body);
  const run = addCheckRun(call.world, call.repository, { app, sha, name, progress: { status: 'queued' } });
  change(call, run);
  announceRun(call.world, call.repository, run, 'nothing');
  return { status: 201, body: presentCheckRun(call.urls, call.repository, run) };
}

/** Only Apps may write check runs. */
function appOf(call: RepositoryCall): App {
  const { app } = authenticated(call);
  if (app === undefined) throw new ApiError(403, 'You must authenticate via a GitHub App.');
  return app;
}

/** Takes over what the request says. Annotations are added to those that are there. */
function change(call: RepositoryCall, run: CheckRunState): void {
  const { body, world } = call;
  const output = objectOf(body.output);
  run.name = textOf(body.name) ?? run.name;
  run.externalId = textOf(body.external_id) ?? run.externalId;
  run.detailsUrl = textOf(body.details_url) ?? run.detailsUrl;
  run.startedAt = textOf(body.started_at) ?? run.startedAt;
  run.title = textOf(output.title) ?? run.title;
  run.summary = textOf(output.summary) ?? run.summary;
  run.text = textOf(output.text) ?? run.text;
  run.actions = Array.isArray(body.actions) ? body.actions.map(actionOf) : run.actions;
  run.annotations.push(...annotationsOf(output.annotations));
  const conclusion = conclusionOf(body.conclusion);
  if (conclusion !== undefined) run.progress = completed(world, conclusion);
  else if (body.status === 'queued' || body.status === 'in_progress') run.progress = { status: body.status };
}

function actionOf(value: unknown): CheckAction {
  const { label, description, identifier } = objectOf(value);
  return {
    label: textOf(label) ?? '',
    description: textOf(description) ?? '',
    identifier: textOf(identifier) ?? '',
  };
}

function annotationsOf(value: unknown): readonly AnnotationState[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

function get(call: RepositoryCall): Answer {
  return { status: 200, body: presentCheckRun(call.urls, call.repository, runOf(call)) };
}

function runOf({ repository, parameters }: RepositoryCall): CheckRunState {
  const id = Number(parameters.check_run_id);
  const run = repository.checkSuites.flatMap((suite) => suite.runs).find((other) => other.id === id);
  if (run === undefined) throw notFound();
  return run;
}

function update(call: RepositoryCall): Answer {
  const run = runOf(call);
  const app = appOf(call);
  if (app !== run.suite.app) {
    const words = 'check run can only be modified by the GitHub App that created it.';
    throw new ApiError(403, `Invalid app_id \`${app.id}\` - ${words}`);
  }
  checkLimits(call.body);
  const before = run.progress;
  change(call, run);
  announceRun(call.world, call.repository, run, before);
  return { status: 200, body: presentCheckRun(call.urls, call.repository, run) };
}

function listAnnotations(call: RepositoryCall): Answer {
  const run = runOf(call);
  return page(
    call,
    run.annotations.map((annotation) => presentAnnotation(call.urls, call.repository, run, annotation)),
  );
}

function listRuns(call: RepositoryCall): Answer {
  const { repository, query, urls } = call;
  const sha = commitOf(call);
  const every = repository.checkSuites.filter((suite) => suite.headSha === sha).flatMap((suite) => suite.runs);
  const runs = (query.get('filter') === 'all' ? every : latestRuns(repository, sha)).filter(
    (run) =>
      (query.get('check_name') ?? run.name) === run.name &&
      (query.get('status') ?? run.progress.status) === run.progress.status &&
      Number(query.get('app_id') ?? run.suite.app.id) === run.suite.app.id,
  );
  return page(
    call,
    runs.map((run) => presentCheckRun(urls, repository, run)),
    (slice) => ({ total_count: runs.length, check_runs: slice }),
  );
}

function commitOf({ repository, parameters }: RepositoryCall): string {
  const ref = parameters.ref ?? '';
  const sha = findCommit(repository, ref);
  if (sha === undefined) throw new ApiError(422, `No commit found for SHA: ${ref}`);
  return sha;
}

function listSuites(call: RepositoryCall): Answer {
  const sha = commitOf(call);
  const suites = call.repository.checkSuites.filter((suite) => suite.headSha === sha);
  return page(
    call,
    suites.map((suite) => presentCheckSuite(call.urls, call.repository, suite)),
    (slice) => ({ total_count: suites.length, check_suites: slice }),
  );
}
