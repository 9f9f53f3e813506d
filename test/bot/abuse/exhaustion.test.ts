import { expect, it } from 'vitest';
import { pod } from '../../cli/project.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { PullRequest } from '../../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY, WITHOUT_TEAM } from '../judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, runBot } from '../run-bot.ts';
import { MANY_PODS, SLOW_POLICY } from '../threads/slow-gate.ts';
import { CHECK } from './scene.ts';

/** As many as one process works on at once, and one more. */
const HEADS = ['one', 'two', 'three', 'four', 'five'];

it('a repository whose judgements have no end holds up itself alone, is red, and is not tried again', async () => {
  const github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  const slow = github.createRepository('acme/slow', { files: { ...CONFIGURED, 'policies/slow.yaml': SLOW_POLICY } });
  const shop = github.createRepository('acme/shop', { files: { ...CONFIGURED, ...TEAM_POLICY } });
  const installed = github.installApp('tidewaiter', {
    account: 'acme',
    permissions: BOT_PERMISSIONS,
    events: BOT_EVENTS,
  });
  await using bot = await runBot(github, installed, {
    TIDEWAITER_JUDGING_SECONDS: '10',
    TIDEWAITER_DRAIN_SECONDS: '0',
  });

  // Which pull requests are open, the sweep at the start asks once. Later it would find checks that are not completed, and queue each once more.
  const isSwept = () => github.requests.some(({ path, status }) => path === '/repos/acme/slow/pulls' && status === 200);
  await expect.poll(isSwept, PATIENCE).toBe(true);

  const endless = HEADS.map((head) => {
    slow.push(head, { 'deploy/pods.yaml': MANY_PODS });
    return slow.openPullRequest({ head });
  });
  await expect.poll(() => endless.map(statusOf), PATIENCE).toContain('in_progress');

  shop.push('topic', WITHOUT_TEAM);
  const blocked = shop.openPullRequest({ head: 'topic' });
  await expect.poll(() => conclusionOf(blocked), PATIENCE).toBe('failure');
  shop.push('topic', { 'deploy/web.yaml': pod('web', { team: 'shop' }) });
  await expect.poll(() => conclusionOf(blocked), PATIENCE).toBe('success');
  expect(endless.filter((each) => statusOf(each) === 'completed')).toEqual([]);

  const ended = () => endless.find((each) => statusOf(each) === 'completed');
  await expect.poll(ended, PATIENCE).toBeDefined();
  const [check] = ended()?.checks() ?? [];
  expect(check).toMatchObject({ name: CHECK, conclusion: 'failure', title: 'Could not judge' });
  expect(check?.summary).toMatch(/^judging took longer than 10 seconds\n\nLook for what is large/);
  expect(check?.summary).not.toContain('several times');
  // It is said a moment after the check.
  const givenUp = () => bot.log.filter((line) => line.includes('a job is given up at once'));
  await expect.poll(givenUp, PATIENCE).toHaveLength(1);
  await bot.stop();
  await github.stop();
  expect(github.violations).toEqual([]);
}, 90_000);

const PATIENCE = { timeout: 40_000, interval: 20 };

function statusOf(pullRequest: PullRequest): string | undefined {
  return pullRequest.checks().find(({ name }) => name === CHECK)?.status;
}

function conclusionOf(pullRequest: PullRequest): string | null | undefined {
  return pullRequest.checks().find(({ name }) => name === CHECK)?.conclusion;
}
