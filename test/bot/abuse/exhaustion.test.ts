import { expect, it } from 'vitest';
import { pod } from '../../cli/project.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { PullRequest } from '../../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY, WITHOUT_TEAM } from '../judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, runBot } from '../run-bot.ts';
import { MANY_PODS, SLOW_POLICY } from '../threads/slow-gate.ts';
import { CHECK } from './scene.ts';

it('a repository whose judgement has no end holds up itself alone, is red, and is not tried again', async () => {
  const github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  const slow = github.createRepository('acme/slow', { files: { ...CONFIGURED, 'policies/slow.yaml': SLOW_POLICY } });
  const shop = github.createRepository('acme/shop', { files: { ...CONFIGURED, ...TEAM_POLICY } });
  const installed = github.installApp('tidewaiter', {
    account: 'acme',
    permissions: BOT_PERMISSIONS,
    events: BOT_EVENTS,
  });
  await using bot = await runBot(github, installed, { TIDEWAITER_JUDGING_SECONDS: '8' });

  slow.push('topic', { 'deploy/pods.yaml': MANY_PODS });
  const endless = slow.openPullRequest({ head: 'topic' });
  await expect.poll(() => statusOf(endless), PATIENCE).toBe('in_progress');

  shop.push('topic', WITHOUT_TEAM);
  const blocked = shop.openPullRequest({ head: 'topic' });
  await expect.poll(() => conclusionOf(blocked), PATIENCE).toBe('failure');
  shop.push('topic', { 'deploy/web.yaml': pod('web', { team: 'shop' }) });
  await expect.poll(() => conclusionOf(blocked), PATIENCE).toBe('success');
  expect(statusOf(endless)).toBe('in_progress');

  await bot.settled();
  const [check] = endless.checks();
  expect(check).toMatchObject({ name: CHECK, conclusion: 'failure', title: 'Could not judge' });
  expect(check?.summary).toMatch(/^judging took longer than 8 seconds\n\nLook for what is large/);
  expect(check?.summary).not.toContain('several times');
  expect(bot.log.filter((line) => line.includes('a job is given up at once'))).toHaveLength(1);
  await github.stop();
  expect(github.violations).toEqual([]);
}, 60_000);

const PATIENCE = { timeout: 30_000, interval: 20 };

function statusOf(pullRequest: PullRequest): string | undefined {
  return pullRequest.checks().find(({ name }) => name === CHECK)?.status;
}

function conclusionOf(pullRequest: PullRequest): string | null | undefined {
  return pullRequest.checks().find(({ name }) => name === CHECK)?.conclusion;
}
