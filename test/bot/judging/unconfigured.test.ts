import { describe, expect, it } from 'vitest';
import { htmlError } from '../../github-twin/faults.ts';
import { CONFIGURED, openLabelStage } from './shop.ts';
import { CHECK, type Stage } from './stage.ts';

const NO_CONFIGURATION = { '.github/tidewaiter.yml': null };
const CLOSED = { name: CHECK, conclusion: 'neutral', title: 'Nothing to judge: there is no configuration' };

describe('where the configuration is taken away from the base branch', () => {
  it('a check that was red holds nobody up, and the comments go', async () => {
    await using stage = await openLabelStage();
    const { shop, pullRequest } = stage;
    await stage.judge(pullRequest);
    expect(pullRequest.merge().status).toBe(405);

    shop.push('main', NO_CONFIGURATION);
    await stage.judge(pullRequest);

    expect(pullRequest.checks()).toMatchObject([{ ...CLOSED, annotations: [] }]);
    expect([...pullRequest.conversation(), ...pullRequest.visibleComments()]).toEqual([]);
    expect(stage.judgements.at(-1)?.outcome).toMatchObject({ kind: 'skipped' });
    expect(pullRequest.merge().status).toBe(200);
  });

  it('a check that was begun is ended', async () => {
    await using stage = await openLabelStage();
    await breakOff(stage);
    stage.shop.push('main', NO_CONFIGURATION);
    await stage.judge(stage.pullRequest);
    expect(stage.pullRequest.checks()).toMatchObject([CLOSED]);
  });

  it('so is the check of a merge group', async () => {
    await using stage = await openLabelStage({ main: { ...CONFIGURED } });
    const group = stage.shop.enterMergeQueue(stage.pullRequest);
    await stage.judgeGroup(group);
    stage.shop.push('main', NO_CONFIGURATION);
    await stage.judgeGroup(group);
    expect(stage.shop.checks(group.headSha)).toMatchObject([CLOSED]);
  });

  it('that is said once, also where somebody asks again', async () => {
    await using stage = await openLabelStage();
    const { shop, pullRequest, github } = stage;
    await stage.judge(pullRequest);
    shop.push('main', NO_CONFIGURATION);
    await stage.judge(pullRequest);
    const before = github.requests.length;
    await stage.judge(pullRequest, { again: true });
    expect(github.requests.slice(before).filter(({ method, path }) => method !== 'GET' && /check/.test(path))).toEqual(
      [],
    );
  });

  it('and comes back, it is judged again', async () => {
    await using stage = await openLabelStage();
    const { shop, pullRequest } = stage;
    await stage.judge(pullRequest);
    shop.push('main', NO_CONFIGURATION);
    await stage.judge(pullRequest);
    shop.push('main', CONFIGURED);
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
    expect(pullRequest.visibleComments()).toHaveLength(1);
  });
});

it('a pull request cannot take the configuration away from itself', async () => {
  await using stage = await openLabelStage();
  stage.shop.push('topic', NO_CONFIGURATION);
  await stage.judge(stage.pullRequest);
  expect(stage.pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
});

it('a configuration that GitHub does not show yet has not been taken away: it is tried again', async () => {
  await using stage = await openLabelStage();
  const { shop, pullRequest, github } = stage;
  await stage.judge(pullRequest);
  shop.push('main', { 'README.md': 'a shop\n' });
  github.faults.add({ path: /\/shop\/contents\//, times: 4, outcome: { status: 404, body: { message: 'Not Found' } } });

  await expect(stage.judge(pullRequest)).rejects.toThrow('GitHub does not show .github/tidewaiter.yml of acme/shop');
  expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
  await stage.judge(pullRequest);
  expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure', title: 'Blocked: 1 new enforce finding' }]);
});

async function breakOff({
  github,
  pullRequest,
  ...stage
}: Stage & { readonly pullRequest: Parameters<Stage['judge']>[0] }) {
  github.faults.add({ path: /\/compare\//, times: 100, outcome: htmlError(502) });
  await expect(stage.judge(pullRequest)).rejects.toThrow('GitHub answered 502');
  expect(pullRequest.checks()).toMatchObject([{ status: 'in_progress' }]);
  github.faults.clear();
}
