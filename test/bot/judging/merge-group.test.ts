import { expect, it } from 'vitest';
import { allowImages, IMAGE_POLICY, pod } from '../../cli/project.ts';
import { CONFIGURED, openLabelStage, propose, TEAM_POLICY, WITH_TEAM } from './shop.ts';
import { CHECK, openStage } from './stage.ts';

it('two pull requests that are clean alone and not together: the second does not land', async () => {
  await using stage = await openStage({
    main: {
      ...CONFIGURED,
      'policies/images.yaml': IMAGE_POLICY,
      'deploy/images.yaml': allowImages('nginx:1.27 | nginx:1.28'),
    },
  });
  const { shop } = stage;
  shop.push('stricter', { 'deploy/images.yaml': allowImages('nginx:1.28') });
  shop.push('web', { 'deploy/web.yaml': pod('web') }); // nginx:1.27
  const [stricter, web] = [shop.openPullRequest({ head: 'stricter' }), shop.openPullRequest({ head: 'web' })];
  for (const pullRequest of [stricter, web]) {
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'success' }]);
  }

  const [first, second] = [shop.enterMergeQueue(stricter), shop.enterMergeQueue(web)];
  await stage.judgeGroup(first);
  await stage.judgeGroup(second);

  expect(shop.checks(first.headSha)).toMatchObject([{ name: CHECK, conclusion: 'success' }]);
  expect(shop.checks(second.headSha)).toMatchObject([
    { name: CHECK, conclusion: 'failure', annotations: [{ path: 'deploy/web.yaml' }], buttons: [] },
  ]);
  expect(first.land().status).toBe(200);
  expect(second.land().status).toBe(405);
  expect(web.conversation()).toHaveLength(1);
  expect(stage.judgements.slice(2)).toMatchObject([
    { headSha: first.headSha, outcome: { decision: 'pass' } },
    { headSha: second.headSha, outcome: { decision: 'block' } },
  ]);
  expect(stage.judgements.slice(2).every((judgement) => judgement.number === undefined)).toBe(true);
});

it('the policies are those that the branch has by now', async () => {
  await using stage = await openLabelStage({ main: CONFIGURED });
  const group = stage.shop.enterMergeQueue(stage.pullRequest);
  stage.shop.push('main', TEAM_POLICY);
  await stage.judgeGroup(group);
  expect(stage.shop.checks(group.headSha)).toMatchObject([{ conclusion: 'failure' }]);
});

it('a second delivery of the same group changes nothing', async () => {
  await using stage = await openLabelStage();
  const group = stage.shop.enterMergeQueue(stage.pullRequest);
  await stage.judgeGroup(group);
  const checks = stage.shop.checks(group.headSha);
  await stage.judgeGroup(group);
  expect(stage.shop.checks(group.headSha)).toEqual(checks);
  expect(stage.judgements).toHaveLength(1);
});

it('a queue of a repository without a configuration is left alone', async () => {
  await using stage = await openStage({ main: TEAM_POLICY });
  const group = stage.shop.enterMergeQueue(propose(stage.shop));
  await stage.judgeGroup(group);
  expect(stage.shop.checks(group.headSha)).toEqual([]);
});

it('what cannot be judged does not land', async () => {
  await using stage = await openLabelStage();
  stage.shop.push('topic', WITH_TEAM);
  const group = stage.shop.enterMergeQueue(stage.pullRequest);
  await stage.giveUp(stage.jobForGroup(group), 'GitHub answered 502 to GET …/compare');
  const [check] = stage.shop.checks(group.headSha);
  expect(check).toMatchObject({ name: CHECK, conclusion: 'failure', title: 'Could not judge', buttons: [] });
  expect(check?.summary).toContain('GitHub answered 502');
  expect(group.land().status).toBe(405);
});
