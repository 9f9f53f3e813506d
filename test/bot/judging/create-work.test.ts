import { expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors/tidewaiter-error.ts';
import { secondaryRateLimit } from '../../github-twin/faults.ts';
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
