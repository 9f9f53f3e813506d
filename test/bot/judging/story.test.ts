import { expect, test } from 'vitest';
import { filesOf } from '../../action/shop.ts';
import { BOT, CHECK, openStage } from './stage.ts';

const CONFIGURATION = { '.github/tidewaiter.yml': 'mode: gate\n' };

test('a pull request is blocked by the check until its suggestions are applied, and merged then', async () => {
  await using stage = await openStage({ main: { ...filesOf('main'), ...CONFIGURATION } });
  const { shop, github } = stage;
  shop.push('topic', filesOf('topic'));
  const pullRequest = shop.openPullRequest({ head: 'topic' });

  expect(await stage.judge(pullRequest)).toEqual({ outcome: 'done' });

  expect(pullRequest.checks()).toMatchObject([
    {
      app: 'tidewaiter',
      name: CHECK,
      conclusion: 'failure',
      title: 'Blocked: 3 new enforce findings; 2 new warn findings',
      externalId: `${pullRequest.headSha}/${shop.head('main')}/#${pullRequest.number}`,
      detailsUrl: `https://bot.example.com/acme/shop/${pullRequest.number}`,
      buttons: [{ identifier: 'recheck' }, { identifier: 'fix' }],
    },
  ]);
  const comments = pullRequest.visibleComments();
  expect(comments.map(({ author, path }) => [author, path]).sort()).toEqual([
    [BOT, 'apps/cart/worker.yaml'],
    [BOT, 'apps/payments/deployment.yaml'],
    [BOT, 'apps/payments/migration.yaml'],
    [BOT, 'apps/reports/cronjob.yaml'],
    [BOT, 'apps/storefront/deployment.yaml'],
  ]);
  expect(pullRequest.merge()).toEqual({ status: 405, message: `Required status check "${CHECK}" is failing.` });

  pullRequest.applySuggestions(...comments.filter(({ suggestion }) => suggestion !== undefined).map(({ id }) => id));
  const migration = filesOf('topic')['apps/payments/migration.yaml'] ?? '';
  const owned = migration.replace('    app: payments\n', '    app: payments\n    team: checkout\n');
  shop.push('topic', { 'apps/payments/migration.yaml': owned });
  expect(pullRequest.merge()).toEqual({ status: 405, message: `Required status check "${CHECK}" is expected.` });
  await stage.judge(pullRequest);

  expect(pullRequest.checks()).toMatchObject([{ name: CHECK, conclusion: 'success' }]);
  expect(pullRequest.visibleComments()).toEqual([]);
  expect(pullRequest.merge().status).toBe(200);
  expect(stage.judgements).toMatchObject([
    { number: 1, outcome: { kind: 'decided', decision: 'block', blocking: 3 } },
    { number: 1, outcome: { kind: 'decided', decision: 'pass', blocking: 0 } },
  ]);
  expect(github.gitRequests.map(({ kind, status }) => `${kind} ${status}`)).not.toEqual([]);
  expect(stage.log).toEqual([]);
});
