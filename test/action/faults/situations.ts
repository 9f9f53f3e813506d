import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Patience } from '../../../src/github/patience.ts';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import { FORGED } from '../../faults/find-harm.ts';
import { NO_WAITING } from '../../github/api.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { Files, GitHub, PullRequest, Repository } from '../../github-twin/twin.ts';
import { type InProcessRun, runInProcess } from './run-in-process.ts';

/** A pull request, and what has happened to it before the run that meets a fault. */
export interface Situation {
  readonly name: string;
  /** What the pull request brings when it is opened. */
  readonly opened: Files;
  /** What is pushed after the Action has run for that; without it, the run that is looked at is the first. */
  readonly pushed?: Files;
}

export const SITUATIONS: readonly Situation[] = [
  {
    name: 'blocking, for the first time',
    opened: { 'deploy/web.yaml': pod('web', { privileged: true }), 'deploy/api.yaml': pod('api') },
  },
  {
    name: 'blocking again: one comment stays, one goes, one comes',
    opened: { 'deploy/web.yaml': pod('web', { privileged: true }), 'deploy/api.yaml': pod('api') },
    pushed: { 'deploy/api.yaml': pod('api', { team: 'shop' }), 'deploy/job.yaml': pod('job') },
  },
  {
    name: 'clean',
    opened: { 'deploy/web.yaml': pod('web', { team: 'shop' }), 'deploy/api.yaml': pod('api', { team: 'shop' }) },
  },
  {
    name: 'clean by now: outdated comments go, one was answered',
    opened: { 'deploy/web.yaml': pod('web', { privileged: true }), 'deploy/api.yaml': pod('api') },
    pushed: { 'deploy/web.yaml': pod('web', { team: 'shop' }), 'deploy/api.yaml': pod('api', { team: 'shop' }) },
  },
];

/** A situation at a GitHub of its own. */
export interface Stage extends AsyncDisposable {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly pullRequest: PullRequest;
  /** Runs the Action for the last push: always for the same event, however often. */
  run(patience?: Partial<Patience>): Promise<InProcessRun>;
}

/** Sets a situation up. The base branch goes on after the topic has left it, so that there is a merge base to be read as well. */
export async function setUp({ opened, pushed }: Situation): Promise<Stage> {
  const github = await startGitHub();
  const repository = github.createRepository('acme/shop', { files: BASE });
  repository.push('topic', opened);
  repository.push('main', { 'deploy/db.yaml': pod('db', { team: 'storage' }), 'deploy/cache.yaml': pod('cache') });
  const pullRequest = repository.openPullRequest({ head: 'topic' });
  pullRequest.comment('mallory', FORGED);

  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-fault-'));
  const eventPath = join(folder, 'event.json');
  const permissions = { contents: 'read', 'pull-requests': 'write' } as const;
  const token = pullRequest.jobToken({ event: 'pull_request', permissions });
  const start = { github, repository, token, eventPath, workspace: folder };
  const run = (patience: Partial<Patience> = {}) =>
    runInProcess({ ...start, patience: { ...NO_WAITING, ...patience } });
  const expectRunFor = (action: string) => writeFileSync(eventPath, JSON.stringify(pullRequest.eventPayload(action)));

  expectRunFor('opened');
  if (pushed !== undefined) {
    await run();
    const [first] = pullRequest.visibleComments();
    if (first === undefined) throw new Error('the run for the first push was to leave comments');
    pullRequest.reply(first.id, 'jane', 'Is that so?');
    repository.push('topic', pushed);
    expectRunFor('synchronize');
  }
  return {
    github,
    repository,
    pullRequest,
    run,
    async [Symbol.asyncDispose]() {
      await github.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const BASE: Files = {
  'policies/team.yaml': labelPolicy(),
  'policies/privileged.yaml': PRIVILEGED_POLICY,
  'deploy/db.yaml': pod('db'),
};
