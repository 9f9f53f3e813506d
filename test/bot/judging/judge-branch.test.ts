import { expect, it } from 'vitest';
import { CONFIGURED, TEAM_POLICY } from './shop.ts';
import { openStage } from './stage.ts';

it('the open pull requests of a branch are queued, a few at once and the others later', async () => {
  await using stage = await openStage({ main: { ...CONFIGURED, ...TEAM_POLICY } });
  const { shop } = stage;
  shop.push('release', {}, { from: 'main' });
  for (let index = 0; index < 12; index += 1)
    shop.push(`topic-${index}`, { [`${index}.yaml`]: 'a: 1\n' }, { from: 'main' });
  const pullRequests = Array.from({ length: 12 }, (_, index) => shop.openPullRequest({ head: `topic-${index}` }));
  shop.openPullRequest({ head: 'topic-0', base: 'release' });
  pullRequests[3]?.close();

  const { installation, owner, repo } = stage.jobFor({ number: 1 });
  expect(await stage.run({ kind: 'judge-branch', installation, owner, repo, branch: 'main' })).toEqual({
    outcome: 'done',
  });

  const queued = [...stage.queue.values()];
  expect(queued.map(({ job }) => 'number' in job && job.number).sort()).toEqual(
    pullRequests
      .filter((each) => each.state() === 'open')
      .map(({ number }) => number)
      .sort(),
  );
  expect(queued.every(({ priority }) => priority === 'low')).toBe(true);
  expect(queued.map(({ inSeconds }) => inSeconds)).toEqual([...Array<number>(10).fill(0), 60]);
});
