import { expect, it } from 'vitest';
import { openJudgingThreads } from '../../../bot/threads/open-judging-threads.ts';
import { ConfigError } from '../../../src/errors/tidewaiter-error.ts';
import { secondaryRateLimit } from '../../github-twin/faults.ts';
import { MANY_PODS, SLOW_POLICY } from '../threads/slow-gate.ts';
import { CONFIGURED, propose } from './shop.ts';
import { openStage } from './stage.ts';

it('a limit of GitHub that is met while a job is given up is waited for, and no try is spent', async () => {
  await using stage = await openStage({
    main: CONFIGURED,
    commands: ({ app }) => ({
      async run() {
        throw new ConfigError('judging took longer than 120 seconds', { code: 'bot/judging-limit' });
      },
      async giveUp({ installation, owner, repo, number }) {
        const { github } = await app.ofRepository({ installation, owner, repo });
        await github.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: number });
      },
    }),
  });
  const pullRequest = propose(stage.shop);
  const { installation, owner, repo, number } = stage.jobFor(pullRequest);
  const comment = { kind: 'conversation', id: 1 } as const;
  const job = { kind: 'command', installation, owner, repo, number, comment, sender: 'jane', body: '' } as const;
  stage.github.faults.add({ path: /\/pulls\/\d+$/, outcome: secondaryRateLimit({ retryAfterSeconds: 30 }) });

  expect(await stage.run(job)).toMatchObject({ outcome: 'later', seconds: 30 });
  expect(await stage.run(job)).toEqual({ outcome: 'given-up', reason: 'judging took longer than 120 seconds' });
});

it('what took too long tells how long each step took until then', async () => {
  const threads = openJudgingThreads({ seconds: 1 });
  await using stage = await openStage({ main: { ...CONFIGURED, 'policies/slow.yaml': SLOW_POLICY }, threads });
  stage.shop.push('topic', { 'deploy/pods.yaml': MANY_PODS });
  await stage.judge(stage.shop.openPullRequest({ head: 'topic' }));
  await threads.close();
  expect(stage.judgements).toMatchObject([{ outcome: { kind: 'failed' }, steps: { read: expect.any(Number) } }]);
  expect(stage.judgements[0]?.steps.judge).toBeGreaterThan(900);
});
