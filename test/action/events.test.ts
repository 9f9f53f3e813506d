import { expect, test } from 'vitest';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { gitRepository } from '../repository/git-fixture.ts';
import { saidIn } from './said-in.ts';
import { openStage } from './stage.ts';

const TEAM_POLICY = { 'policies/team.yaml': labelPolicy() };
const NO_POLICY = { 'policies/team.yaml': labelPolicy('Audit') };
const WITHOUT_TEAM = { 'deploy/web.yaml': pod('web') };
const WITH_TEAM = { 'deploy/web.yaml': pod('web', { team: 'shop' }) };
const PRIVILEGED = { 'deploy/web.yaml': pod('web', { team: 'shop', privileged: true }) };

test('another base: its policies judge the same head', async () => {
  await using stage = await openStage({ main: NO_POLICY, topic: WITHOUT_TEAM });
  stage.shop.push('release', TEAM_POLICY);
  expect((await stage.run({ action: 'opened' })).exitCode).toBe(0);

  stage.pullRequest.changeBase('release');
  const run = await stage.run({ action: 'edited' });

  expect(run.exitCode).toBe(1);
  expect(saidIn(stage.pullRequest).comments).toMatchObject([
    { path: 'deploy/web.yaml', line: 3, body: expect.stringContaining('--base origin/release') },
  ]);
});

test('a base that has moved on: its policies of today judge, whatever the event says', async () => {
  await using stage = await openStage({ main: NO_POLICY, topic: WITHOUT_TEAM });
  const payload = stage.pullRequest.eventPayload('synchronize');
  const tip = stage.shop.push('main', TEAM_POLICY);

  const run = await stage.run({ payload });

  expect(payload).not.toMatchObject({ pull_request: { base: { sha: tip } } });
  expect(run.exitCode).toBe(1);
});

test('a closed pull request is not judged', async () => {
  await using stage = await openStage({ main: TEAM_POLICY, topic: WITHOUT_TEAM });
  stage.pullRequest.close();

  const run = await stage.run({ action: 'closed' });

  expect([run.exitCode, run.outputs.conclusion]).toEqual([0, 'pass']);
  expect(stage.github.requests).toEqual([]);
});

test('one that was closed after the event is never green', async () => {
  await using stage = await openStage({ main: TEAM_POLICY, topic: WITH_TEAM });
  const payload = stage.pullRequest.eventPayload('opened');
  stage.pullRequest.close();

  const run = await stage.run({ payload });

  expect([run.exitCode, run.outputs.conclusion]).toEqual([1, 'error']);
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('#1 was closed') }]);
});

test('a draft is judged as any other', async () => {
  await using stage = await openStage({ main: TEAM_POLICY, topic: WITHOUT_TEAM, isDraft: true });

  expect((await stage.run({ action: 'opened' })).exitCode).toBe(1);
  expect(saidIn(stage.pullRequest).comments).toHaveLength(1);
});

test('a head that moved before the run: the new one is told, and the run of the old one is red', async () => {
  await using stage = await openStage({ main: TEAM_POLICY, topic: WITHOUT_TEAM });
  const payload = stage.pullRequest.eventPayload('opened');
  stage.shop.push('topic', WITH_TEAM);

  const run = await stage.run({ payload });

  expect([run.exitCode, run.outputs.conclusion]).toEqual([1, 'pass']);
  expect(run.annotations).toMatchObject([{ level: 'notice', message: expect.stringContaining('That one was judged') }]);
  expect(saidIn(stage.pullRequest)).toMatchObject({ comments: [], summaries: [expect.stringContaining('✅ Passed')] });
  expect((await stage.run()).exitCode).toBe(0);
});

test.each([
  ['before anything is said', 1],
  ['while it is said', 2],
])('a head that moves %s is judged again, and nothing stale stays', async (_when, nth) => {
  await using stage = await openStage({
    main: { ...TEAM_POLICY, 'policies/p.yaml': PRIVILEGED_POLICY },
    topic: WITHOUT_TEAM,
  });
  const { github, shop, pullRequest } = stage;
  github.faults.add({ graphql: /Conversation/, nth, before: () => void shop.push('topic', PRIVILEGED) });

  const run = await stage.run();

  expect(run.exitCode).toBe(1);
  const said = saidIn(pullRequest);
  expect(said.comments).toMatchObject([{ line: 12, suggestion: '        privileged: false' }]);
  expect(said.summaries).toEqual([expect.stringContaining(pullRequest.headSha.slice(0, 10))]);
  await stage.run();
  expect(saidIn(pullRequest)).toEqual(said);
});

test('a head that never stands still is not judged', async () => {
  await using stage = await openStage({ main: TEAM_POLICY, topic: WITH_TEAM });
  let pushes = 0;
  const push = () => void stage.shop.push('topic', { 'README.md': `${++pushes}\n` });
  stage.github.faults.add({ graphql: /Conversation/, times: 4, before: push });

  const run = await stage.run();

  expect([run.exitCode, run.outputs.conclusion]).toEqual([1, 'error']);
  expect(saidIn(stage.pullRequest)).toEqual({ comments: [], summaries: [] });
});

test('a base branch that was deleted: nothing is judged, and it is red', async () => {
  await using stage = await openStage({ main: TEAM_POLICY, topic: WITH_TEAM });
  stage.shop.push('release', {});
  stage.pullRequest.changeBase('release');
  const payload = stage.pullRequest.eventPayload('synchronize');
  stage.shop.deleteBranch('release');

  const run = await stage.run({ payload });

  expect([run.exitCode, run.outputs.conclusion]).toEqual([1, 'error']);
  expect(run.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('"release"') }]);
});

test('under pull_request_target a checkout holds the base alone: the head is read over the API', async () => {
  await using stage = await openStage({ main: TEAM_POLICY, topic: WITHOUT_TEAM });
  const { shop, pullRequest } = stage;
  await using checkout = gitRepository({ clone: { from: `file://${shop.folder}`, options: ['--single-branch'] } });

  const sha = shop.head('main');
  const run = await stage.run({ event: 'pull_request_target', workspace: checkout.folder, sha });

  expect(run.exitCode).toBe(1);
  expect(run.log).toContain('reading over the API');
  expect(saidIn(pullRequest).comments).toHaveLength(1);
  expect(checkout.git('rev-parse', 'HEAD')).toBe(sha);
  expect(checkout.git('status', '--porcelain')).toBe('');
});

test.each([
  ['on GitHub Enterprise Server', { enterprise: true }],
  ['in a private repository', { isPrivate: true }],
])('%s it works as elsewhere', async (_where, scene) => {
  await using stage = await openStage({ main: TEAM_POLICY, topic: WITHOUT_TEAM, ...scene });

  expect((await stage.run()).exitCode).toBe(1);

  expect(saidIn(stage.pullRequest)).toMatchObject({
    comments: [
      { path: 'deploy/web.yaml', line: 3, body: expect.stringContaining(`](${stage.github.serverUrl}/acme/shop/`) },
    ],
    summaries: [expect.stringContaining('⛔ Blocked')],
  });
});
