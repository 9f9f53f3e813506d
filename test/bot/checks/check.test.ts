import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CheckPlace,
  type Completion,
  checkName,
  FIX,
  findCheck,
  openCheck,
  RECHECK,
} from '../../../bot/checks/check.ts';
import type { CheckAnnotation } from '../../../bot/checks/check-annotations.ts';
import { apiOf } from '../../github/api.ts';
import { htmlError } from '../../github-twin/faults.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub } from '../../github-twin/twin.ts';

let twin: GitHub;
let app = 0;
let repositories = 0;

beforeAll(async () => {
  twin = await startGitHub();
  app = twin.installApp('tidewaiter', { account: 'acme', permissions: { checks: 'write' } }).id;
});
afterAll(async () => {
  await twin.stop();
  expect(twin.violations).toEqual([]);
});

function scene() {
  const repo = `shop-${++repositories}`;
  const repository = twin.createRepository(`acme/${repo}`, { files: { 'web.yaml': 'a: 1\n' } });
  const token = twin.token({ app: 'tidewaiter', repository: `acme/${repo}`, permissions: { checks: 'write' } });
  const headSha = repository.head('main');
  const place: CheckPlace = {
    owner: 'acme',
    repo,
    app,
    headSha,
    name: checkName('main'),
    detailsUrl: 'https://bot.example.com/1',
  };
  const github = apiOf(twin, { token });
  return {
    place,
    github,
    checks: () => repository.checks(headSha),
    runs: async () => {
      const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
      const { data } = await github.request(route, { owner: 'acme', repo, ref: headSha, filter: 'all' });
      return data.check_runs;
    },
    open: async () => openCheck(github, place, await findCheck(github, place)),
  };
}

describe('the way of a check', () => {
  it('queued, in progress, completed', async () => {
    const { open, checks, place } = scene();
    const check = await open();
    expect(checks()).toMatchObject([{ name: 'tidewaiter: main', status: 'queued', conclusion: null }]);
    await check.start();
    expect(checks()).toMatchObject([{ status: 'in_progress' }]);
    await check.complete(completion({ annotations: annotations(1) }));
    expect(checks()).toMatchObject([
      {
        status: 'completed',
        conclusion: 'failure',
        title: 'Blocked: 1 new enforce finding',
        summary: 'All of it.',
        externalId: 'head/base',
        detailsUrl: place.detailsUrl,
        annotations: [{ path: 'web.yaml', start_line: 1, end_line: 1, annotation_level: 'failure' }],
        buttons: [RECHECK, FIX],
      },
    ]);
  });

  it.each([0, 1, 50, 51, 100, 120])('with %i annotations, none lost and none twice', async (count) => {
    const { open, checks } = scene();
    await (await open()).complete(completion({ annotations: annotations(count) }));
    const [check] = checks();
    expect(check?.annotations.map(({ start_line }) => start_line)).toEqual(
      Array.from({ length: count }, (_, index) => index + 1),
    );
    expect(check).toMatchObject({ status: 'completed', conclusion: 'failure' });
  });
});

describe('a check that is there already', () => {
  it('is used again: completed or not, there is one', async () => {
    const { open, runs } = scene();
    await open();
    await (await open()).complete(completion());
    expect(await runs()).toMatchObject([{ conclusion: 'failure' }]);
    const check = await open();
    expect(await runs()).toMatchObject([{ status: 'queued', external_id: 'unjudged' }]);
    await check.complete(completion({ conclusion: 'success' }));
    expect(await runs()).toMatchObject([{ status: 'completed', conclusion: 'success', external_id: 'head/base' }]);
  });

  it('with annotations has a new one take its place, which has its own alone', async () => {
    const { open, checks, runs } = scene();
    await (await open()).complete(completion({ annotations: annotations(3) }));
    await (await open()).complete(completion({ annotations: annotations(1), conclusion: 'success' }));
    expect(checks()).toMatchObject([{ conclusion: 'success', annotations: [{}] }]);
    expect((await runs()).every(({ status }) => status === 'completed')).toBe(true);
  });

  it('that was broken off among its annotations never looks done, and does not stay so', async () => {
    const { open, checks, runs } = scene();
    const check = await open();
    twin.faults.add({ method: 'PATCH', path: /check-runs/, nth: 2, outcome: htmlError(502) });
    await expect(check.complete(completion({ annotations: annotations(120) }))).rejects.toThrow('502');
    expect(checks()).toMatchObject([{ status: 'queued', conclusion: null, annotations: { length: 50 } }]);

    await (await open()).complete(completion({ annotations: annotations(120) }));
    expect(checks()).toMatchObject([{ conclusion: 'failure', annotations: { length: 120 } }]);
    expect((await runs()).map(({ conclusion }) => conclusion).sort()).toEqual(['cancelled', 'failure']);
  });

  it('of another App, of another name or of another commit is none of ours', async () => {
    const { github, place } = scene();
    const token = twin.token({ app: 'other', repository: `acme/${place.repo}`, permissions: { checks: 'write' } });
    await openCheck(apiOf(twin, { token }), { ...place, app: 0 }, undefined);
    await openCheck(github, { ...place, name: checkName('release') }, undefined);
    expect(await findCheck(github, place)).toBeUndefined();
  });
});

// https://docs.github.com/en/rest/checks/runs#create-a-check-run
it.each([RECHECK, FIX])('the button $identifier is within what GitHub takes', ({ label, description, identifier }) => {
  expect(label.length).toBeLessThanOrEqual(20);
  expect(description.length).toBeLessThanOrEqual(40);
  expect(identifier.length).toBeLessThanOrEqual(20);
});

function completion(changes: Partial<Completion> = {}): Completion {
  return {
    conclusion: 'failure',
    subject: 'head/base',
    title: 'Blocked: 1 new enforce finding',
    summary: 'All of it.',
    annotations: [],
    buttons: [RECHECK, FIX],
    ...changes,
  };
}

function annotations(count: number): readonly CheckAnnotation[] {
  return Array.from({ length: count }, (_, index) => ({
    path: 'web.yaml',
    start_line: index + 1,
    end_line: index + 1,
    annotation_level: 'failure',
    title: 'require-team/team-label',
    message: 'The label team is required.',
  }));
}
