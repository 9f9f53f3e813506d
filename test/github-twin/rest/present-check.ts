import type { AnnotationState, CheckRunState, CheckSuiteState, RepositoryState } from '../state/model.ts';
import { fullNameOf } from '../state/refs.ts';
import type { Conclusion } from '../twin.ts';
import { presentApp } from './present-app.ts';
import { presentHeadCommit } from './present-head-commit.ts';
import { nodeId, presentRepository, repositoryPath } from './present-repository.ts';
import type { Urls } from './route.ts';

export function presentCheckRun(urls: Urls, repository: RepositoryState, run: CheckRunState) {
  const self = `${urls.api}${repositoryPath(repository)}/check-runs/${run.id}`;
  const html = `${urls.server}/${fullNameOf(repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    name: run.name,
    head_sha: run.suite.headSha,
    external_id: run.externalId,
    url: self,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.progress.status,
    conclusion: run.progress.status === 'completed' ? run.progress.conclusion : null,
    started_at: run.startedAt,
    completed_at: run.progress.status === 'completed' ? run.progress.at : null,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${self}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: presentApp(urls, run.suite.app),
    pull_requests: pullsAt(urls, repository, run.suite.headSha),
  };
}

/** Pull requests of the same repository whose head this is: forks' are not detected. */
function pullsAt(urls: Urls, repository: RepositoryState, sha: string) {
  const pulls = [...repository.pulls.values()].filter(
    (pull) => pull.headSha === sha && pull.head.repository === repository && pull.progress.state === 'open',
  );
  const url = urls.api + repositoryPath(repository);
  const repo = { id: repository.id, url, name: repository.name };
  return pulls.map((pull) => ({
    id: pull.id,
    number: pull.number,
    url: `${url}/pulls/${pull.number}`,
    head: { ref: pull.head.branch, sha: pull.headSha, repo },
    base: { ref: pull.baseBranch, sha: pull.baseSha, repo },
  }));
}

export function presentAnnotation(
  urls: Urls,
  repository: RepositoryState,
  run: CheckRunState,
  annotation: AnnotationState,
) {
  return {
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    ...annotation,
    blob_href: `${urls.api}${repositoryPath(repository)}/git/blobs/${run.suite.headSha}`,
  };
}

export function presentCheckSuite(urls: Urls, repository: RepositoryState, suite: CheckSuiteState) {
  const self = `${urls.api}${repositoryPath(repository)}/check-suites/${suite.id}`;
  const verdict = conclusionOfAll(suite.runs);
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.runs.length === 0 ? 'queued' : verdict === undefined ? 'in_progress' : 'completed',
    conclusion: verdict ?? null,
    url: self,
    before: null,
    after: suite.headSha,
    created_at: suite.createdAt,
    updated_at: suite.createdAt,
    app: presentApp(urls, suite.app),
    head_commit: presentHeadCommit(repository, suite.headSha),
    repository: presentRepository(urls, repository),
    latest_check_runs_count: suite.runs.length,
    check_runs_url: `${self}/check-runs`,
    pull_requests: pullsAt(urls, repository, suite.headSha),
  };
}

const CONCLUSIONS: readonly Conclusion[] = [
  'failure',
  'timed_out',
  'cancelled',
  'action_required',
  'stale',
  'success',
  'neutral',
  'skipped',
];

/** What the request says, where it is a conclusion. */
export function conclusionOf(value: unknown): Conclusion | undefined {
  return CONCLUSIONS.find((conclusion) => conclusion === value);
}

/** The worst of all; undefined while one still runs. */
function conclusionOfAll(runs: readonly CheckRunState[]): Conclusion | undefined {
  const conclusions = runs.map(({ progress }) => (progress.status === 'completed' ? progress.conclusion : undefined));
  return conclusions.includes(undefined)
    ? undefined
    : CONCLUSIONS.find((conclusion) => conclusions.includes(conclusion));
}
