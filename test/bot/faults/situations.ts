import { labelPolicy, PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import { FORGED } from '../../faults/find-harm.ts';
import type { ApiRequest, Check, Files, GitHub, GitRequest, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED } from '../judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS } from '../run-bot.ts';
import { CHECK } from './check.ts';
import type { World } from './world.ts';

/** A pull request, and what has happened to it before the judgement that meets a fault. */
export interface Situation {
  readonly name: string;
  /** What the pull request brings when it is opened. */
  readonly opened: Files;
  /** What is pushed after the bot has judged that; without it, the judgement that is looked at is the first. */
  readonly pushed?: Files;
  /** What the owner's repository `.github` has; it is not there where not said. */
  readonly owners?: Files;
  /** Those that are tried, by name and number; the others are as in a situation before. All where not said. */
  readonly calls?: RegExp;
  /** Git answers nothing, so that everything is read over the API. */
  readonly withoutGit?: true;
  /** It is in the merge queue by now, and what is looked at is the judgement of its merge group. */
  readonly inMergeQueue?: true;
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
    calls: /\/pulls 1|reviews|Conversation 1|ChangeComments|git: objects/,
  },
  {
    name: 'clean by now, with a configuration of the owner: outdated comments go, one was answered',
    opened: { 'deploy/web.yaml': pod('web', { privileged: true }), 'deploy/api.yaml': pod('api') },
    pushed: { 'deploy/web.yaml': pod('web', { team: 'shop' }), 'deploy/api.yaml': pod('api', { team: 'shop' }) },
    calls: /\{repo\} 1|commits\/\{ref\} 1|ChangeComments/,
    owners: { '.github/tidewaiter.yml': 'required:\n  fail-on: enforce\n' },
  },
  {
    name: 'blocking, read over the API',
    opened: { 'deploy/web.yaml': pod('web', { privileged: true }), 'deploy/api.yaml': pod('api', { team: 'shop' }) },
    calls: /compare.* 2|trees.* 1|tarball.* 1|archive 1/,
    withoutGit: true,
  },
  {
    name: 'blocking, with more annotations than one request takes',
    opened: { 'deploy/many.yaml': Array.from({ length: 60 }, (_, index) => pod(`many-${index}`)).join('---\n') },
    calls: /check_run_id\} [23]/,
  },
  {
    name: 'blocking, in the merge queue',
    opened: { 'deploy/web.yaml': pod('web', { privileged: true }), 'deploy/api.yaml': pod('api') },
    // The others are of a second delivery of the same group, which finds that all is done.
    calls: / 1$|check_run_id\} 2/,
    inMergeQueue: true,
  },
];

/** A situation in a world. One at a time: a fault strikes whatever is asked of this GitHub. */
export interface Stage extends AsyncDisposable {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly pullRequest: PullRequest;
  /** What is judged: the head of the pull request, or that of its merge group. */
  headSha(): string;
  checks(): readonly Check[];
  /** Somebody asks for another judgement of what has a check. */
  askAgain(): void;
  /** What is judged is no longer what it was. */
  moveOn(): void;
  /** Tells the bot what it is to be judged for: until then GitHub has held it back. */
  begin(): void;
  /** What was planned goes wrong no longer. */
  endFaults(): void;
  /** What was asked since the bot was told. */
  requests(): readonly ApiRequest[];
  gitRequests(): readonly GitRequest[];
}

/** Sets a situation up. The base branch goes on after the topic has left it, so that there is a merge base to be read as well. */
export async function setUp(world: World, situation: Situation): Promise<Stage> {
  const { opened, pushed, owners, withoutGit, inMergeQueue } = situation;
  const { github } = world;
  stories += 1;
  const account = `acme-${stories}`;
  github.createOrganization(account, { owner: 'olivia' });
  const repository = github.createRepository(`${account}/shop`, { files: BASE });
  if (owners !== undefined) github.createRepository(`${account}/.github`, { files: owners });
  repository.push('topic', opened);
  repository.push('main', { 'deploy/db.yaml': pod('db', { team: 'storage' }), 'deploy/cache.yaml': pod('cache') });
  const app = github.installApp('tidewaiter', { account, permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  const endFaults = () => {
    github.faults.clear();
    if (withoutGit) github.faults.add({ path: GIT, outcome: { status: 500 }, times: Number.POSITIVE_INFINITY });
  };
  endFaults();

  github.webhooks.hold();
  const pullRequest = repository.openPullRequest({ head: 'topic' });
  pullRequest.comment('mallory', FORGED);
  if (pushed !== undefined || inMergeQueue) {
    github.webhooks.release();
    await world.settled();
    github.webhooks.hold();
  }
  if (pushed !== undefined) {
    const [first] = pullRequest.visibleComments();
    if (first === undefined) throw new Error('the judgement of the first push was to leave comments');
    pullRequest.reply(first.id, 'jane', 'Is that so?');
    repository.push('topic', pushed);
  }
  let group = inMergeQueue && repository.enterMergeQueue(pullRequest);
  const enterAgain = () => {
    group?.leave();
    group = repository.enterMergeQueue(pullRequest);
  };
  const headSha = () => (group ?? pullRequest).headSha;
  await world.forgetJobs();
  const before = { requests: github.requests.length, gitRequests: github.gitRequests.length };
  return {
    github,
    repository,
    pullRequest,
    headSha,
    checks: () => repository.checks(headSha()),
    askAgain: () => (group ? enterAgain() : pullRequest.rerequestCheck(CHECK)),
    moveOn: () => (group ? enterAgain() : void repository.push('topic', {})),
    begin: () => github.webhooks.release(),
    endFaults,
    requests: () => github.requests.slice(before.requests),
    gitRequests: () => github.gitRequests.slice(before.gitRequests),
    async [Symbol.asyncDispose]() {
      github.faults.clear();
      // Sweeps to come are not to look through it.
      app.uninstall();
      await world.settled();
    },
  };
}

let stories = 0;

const GIT = /\.git\/(?:info\/refs|git-upload-pack)$/;

const BASE: Files = {
  ...CONFIGURED,
  'policies/team.yaml': labelPolicy(),
  'policies/privileged.yaml': PRIVILEGED_POLICY,
  'deploy/db.yaml': pod('db'),
};
