import { expect, it } from 'vitest';
import type { OwnerJob } from '../../../bot/judging/judge-owner.ts';
import { PRIVILEGED_POLICY } from '../../cli/project.ts';
import { htmlError } from '../../github-twin/faults.ts';
import type { Files, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED, propose, TEAM_POLICY, WITH_TEAM } from './shop.ts';
import { CHECK, openStage, type Stage } from './stage.ts';

const FLOOR = { '.github/tidewaiter.yml': 'required: { policies: [policies/**] }\n', ...TEAM_POLICY };

it('what an owner requires has changed: the pull requests of all their repositories are judged again', async () => {
  await using stage = await openStage({ main: CONFIGURED });
  const owners = stage.github.createRepository('acme/.github', { files: FLOOR });
  const other = stage.github.createRepository('acme/blog', { files: { 'README.md': 'a blog\n' } });
  const [inShop, inOther] = [propose(stage.shop), propose(other)];

  await stage.run(pushTo(owners, stage, { 'policies/team.yaml': null }));
  expect([...stage.queue.values()]).toMatchObject([
    { job: { kind: 'judge-owner', after: '' }, priority: 'low', inSeconds: 60 },
  ]);
  const walk = takeWalk(stage);
  await stage.run(walk);

  expect([...stage.queue.values()]).toMatchObject([
    { job: { kind: 'judge-pull-request', repo: 'blog', number: inOther.number }, priority: 'low', inSeconds: 0 },
    { job: { kind: 'judge-pull-request', repo: 'shop', number: inShop.number }, priority: 'low', inSeconds: 0 },
  ]);
});

it('and each of them ends as it does by what is required now', async () => {
  await using stage = await openStage({ main: { 'README.md': 'a shop\n' } });
  const owners = stage.github.createRepository('acme/.github', {
    files: { '.github/tidewaiter.yml': FLOOR['.github/tidewaiter.yml'], 'policies/privileged.yaml': PRIVILEGED_POLICY },
  });
  const pullRequest = propose(stage.shop);
  await stage.judge(pullRequest);
  expect(pullRequest.checks()).toMatchObject([{ name: CHECK, conclusion: 'success' }]);

  await stage.run(pushTo(owners, stage, TEAM_POLICY));
  await runQueued(stage);
  await runQueued(stage);

  expect(pullRequest.checks()).toMatchObject([{ name: CHECK, conclusion: 'failure' }]);
  // A walk that was begun anew, or a delivery that came twice, finds that it is done.
  const judged = stage.judgements.length;
  await stage.judge(pullRequest);
  expect(stage.judgements).toHaveLength(judged);
});

it.each<[string, string, Files]>([
  ['what nobody reads', 'main', { 'profile/README.md': 'acme\n', ...WITH_TEAM }],
  ['another branch', 'draft', { '.github/tidewaiter.yml': null }],
])('a push of the owner to %s changes nothing for others', async (_, branch, files) => {
  await using stage = await openStage({ main: CONFIGURED });
  const owners = stage.github.createRepository('acme/.github', { files: FLOOR });
  owners.push('draft', {}, { from: 'main' });
  await stage.run(pushTo(owners, stage, files, branch));
  expect(stage.queue.size).toBe(0);
});

it('of many repositories it takes some at a time, and goes on from there', async () => {
  await using stage = await openStage({ main: CONFIGURED });
  const names = Array.from({ length: 101 }, (_, index) => `repository-${String(index).padStart(3, '0')}`);
  const repositories = names.map((name) => stage.github.createRepository(`acme/${name}`));
  const first = repositories[0];
  for (let count = 1; count <= 10; count += 1) {
    first?.push(`topic-${count}`, WITH_TEAM, { from: 'main' });
    first?.openPullRequest({ head: `topic-${count}` });
  }
  propose(stage.shop);

  await stage.run(walkFrom(stage, ''));
  const next = { kind: 'judge-owner', after: 'repository-099' };
  expect([...stage.queue.values()]).toMatchObject([
    ...Array.from({ length: 10 }, () => ({ job: { repo: 'repository-000' }, inSeconds: 0 })),
    { job: next, priority: 'low', inSeconds: 60 },
  ]);
  stage.queue.clear();
  await stage.run(walkFrom(stage, 'repository-099'));
  expect([...stage.queue.values()]).toMatchObject([{ job: { kind: 'judge-pull-request', repo: 'shop' } }]);
}, 120_000);

it('a repository that is gone by then does not keep the others from being judged, and GitHub in trouble does', async () => {
  await using stage = await openStage({ main: CONFIGURED });
  const pullRequest = propose(stage.shop);
  stage.github.createRepository('acme/blog');
  const { faults } = stage.github;
  faults.add({ path: /\/repos\/acme\/blog\/pulls/, outcome: { status: 404, body: { message: 'Not Found' } } });
  await stage.run(walkFrom(stage, ''));
  expect([...stage.queue.values()]).toMatchObject([{ job: { number: pullRequest.number } }]);
  faults.add({ path: /\/repos\/acme\/blog\/pulls/, times: 100, outcome: htmlError(502) });
  await expect(stage.run(walkFrom(stage, ''))).rejects.toThrow('502');
});

function pushTo(repository: Repository, stage: Stage, files: Files, branch = 'main') {
  const { installation, owner } = stage.jobFor({ number: 1 });
  const before = repository.head(branch);
  const commit = repository.push(branch, files);
  return { kind: 'judge-branch', installation, owner, repo: '.github', branch, commit, before } as const;
}

function walkFrom(stage: Stage, after: string): OwnerJob {
  const { installation, owner } = stage.jobFor({ number: 1 });
  return { kind: 'judge-owner', installation, owner, repo: '.github', after };
}

async function runQueued(stage: Stage): Promise<void> {
  const queued = [...stage.queue.values()];
  stage.queue.clear();
  for (const { job } of queued) await stage.run(job);
}

function takeWalk({ queue }: Stage): OwnerJob {
  const [queued] = queue.values();
  queue.clear();
  if (queued?.job.kind !== 'judge-owner') throw new Error('no walk is queued');
  return queued.job;
}
