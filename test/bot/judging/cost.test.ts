import { expect, it } from 'vitest';
import { contentHash } from '../../../src/base/content-hash.ts';
import { pod } from '../../cli/project.ts';
import { requestsOf } from '../../github/api.ts';
import type { Files, GitHub } from '../../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY } from './shop.ts';
import { openStage } from './stage.ts';

const MANIFESTS = 300;

it('of a large repository a later pull request fetches what it changes, and asks GitHub a dozen times', async () => {
  await using stage = await openStage({ main: { ...CONFIGURED, ...TEAM_POLICY, ...manifests() } });
  const { github, shop } = stage;
  const judgeChange = async (branch: string) => {
    const before = { calls: github.requests.length, fetches: github.gitRequests.length };
    shop.push(branch, { 'deploy/7.yaml': pod('changed', { team: branch }) });
    await stage.judge(shop.openPullRequest({ head: branch }));
    return { calls: requestsOf(github).slice(before.calls), fetched: bytesSent(github, before.fetches) };
  };

  // 32 hexadecimal digits of each are like no others, and nothing holds them in less than 16 bytes.
  expect((await judgeChange('first')).fetched).toBeGreaterThan(MANIFESTS * 16);

  const { calls, fetched } = await judgeChange('second');
  // A commit, two trees and a file; of the trees only what is not as before.
  expect(fetched).toBeLessThan(3_000);
  expect(calls.length).toBeLessThanOrEqual(12);
});

/** None is like another, so that git cannot make little of them. */
function manifests(): Files {
  const texts = Array.from({ length: MANIFESTS }, (_, index) => `${pod(`web-${index}`)}# ${contentHash(`${index}`)}\n`);
  return Object.fromEntries(texts.map((text, index) => [`deploy/${index}.yaml`, text]));
}

function bytesSent({ gitRequests }: GitHub, from: number): number {
  return gitRequests.slice(from).reduce((sum, request) => sum + request.bytesSent, 0);
}
