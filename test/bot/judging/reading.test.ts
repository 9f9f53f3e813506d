import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Judgement } from '../../../bot/store/judgement.ts';
import { filesOf } from '../../action/shop.ts';
import { requestsOf } from '../../github/api.ts';
import { primaryRateLimit, secondaryRateLimit } from '../../github-twin/faults.ts';
import type { PullRequest } from '../../github-twin/twin.ts';
import { CONFIGURED, openLabelStage } from './shop.ts';
import { openStage, type Stage } from './stage.ts';

const READS_OF_FILES = /tarball|trees|blobs/;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('reading', () => {
  it('takes one fetch and no file over the API; the next head takes one more', async () => {
    await using stage = await openLabelStage();
    const { github, pullRequest, shop } = stage;
    await stage.judge(pullRequest);
    expect(github.gitRequests.map(({ kind }) => kind)).toEqual(['refs', 'objects']);
    shop.push('topic', { 'deploy/more.yaml': 'more: true\n' });
    const before = github.gitRequests.length;
    await stage.judge(pullRequest);
    expect(requestsOf(github).filter((request) => READS_OF_FILES.test(request))).toEqual([]);
    expect(github.gitRequests.slice(before).filter(({ kind }) => kind === 'refs')).toHaveLength(1);
  });

  it.each([
    ['GitHub does not let it in', { gitUrl: 'http://127.0.0.1:1' }, {}, /git fetch failed: unable to access/],
    ['there is no git', {}, { PATH: '/nowhere' }, /git was not found on PATH/],
  ])('over the API, where %s, says the same', async (_, scene, environment, reason) => {
    const main = { ...filesOf('main'), ...CONFIGURED };
    await using byGit = await openStage({ main });
    await using byApi = await openStage({ main, ...scene });
    const said = [await judgeIn(byGit)];
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    said.push(await judgeIn(byApi));
    expect(said[1]).toEqual(said[0]);
    expect(byGit.log).toEqual([]);
    expect(byApi.log).toEqual([expect.stringMatching(/a repository is read over the API/)]);
    expect(byApi.log).toEqual([expect.stringMatching(reason)]);
    expect(requestsOf(byApi.github).filter((request) => READS_OF_FILES.test(request))).not.toEqual([]);
  });
});

describe('a rate limit is no failure', () => {
  it.each([
    ['secondary', secondaryRateLimit({ retryAfterSeconds: 90 }), 90, 90],
    ['secondary, in other words', secondaryRateLimit({ retryAfterSeconds: 90, status: 429 }), 90, 90],
    ['primary', primaryRateLimit({ resetInSeconds: 1_800 }), 1_750, 1_801],
  ])('%s: it is done later', async (_, outcome, least, most) => {
    await using stage = await openLabelStage();
    stage.github.faults.add({ method: 'POST', path: /reviews$/, outcome });
    const later = await stage.judge(stage.pullRequest);
    expect(later).toMatchObject({ outcome: 'later', seconds: expect.any(Number) });
    if (later.outcome !== 'later') return;
    expect(later.seconds).toBeGreaterThanOrEqual(least);
    expect(later.seconds).toBeLessThanOrEqual(most);
    expect(stage.pullRequest.checks()).toMatchObject([{ status: 'in_progress' }]);

    await stage.judge(stage.pullRequest);
    expect(stage.pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
    expect(stage.pullRequest.visibleComments()).toHaveLength(1);
  });
});

async function judgeIn({ shop, judge, judgements, github }: Stage) {
  shop.push('topic', filesOf('topic'));
  const pullRequest = shop.openPullRequest({ head: 'topic' });
  await judge(pullRequest);
  return saidIn(pullRequest, judgements, github.serverUrl);
}

function saidIn(pullRequest: PullRequest, judgements: readonly Judgement[], serverUrl: string) {
  const [check] = pullRequest.checks();
  const comparable = (text: string | null | undefined) =>
    text?.replaceAll(serverUrl, '').replace(/ · [\d.]+ m?s<\/sub>/, '');
  return {
    check: { ...check, id: 0, summary: comparable(check?.summary) },
    comments: pullRequest.visibleComments().map(({ path, line, body }) => ({ path, line, body: comparable(body) })),
    summary: pullRequest.conversation().map(({ body }) => comparable(body)),
    judgements: judgements.map((judgement) => ({ ...judgement, steps: {}, startedAt: undefined })),
  };
}
