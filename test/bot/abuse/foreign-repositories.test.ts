import { expect, it } from 'vitest';
import type { Job } from '../../../bot/queue/job.ts';
import { openLabelStage } from '../judging/shop.ts';

/** Whatever a job names, its token is what it may do: each is refused by GitHub, and in the end nobody is told. */
it.each<[string, (real: { readonly installation: number; readonly umbrella: number }) => Job]>([
  [
    'a repository that the installation does not have',
    ({ installation }) => ({ kind: 'judge-pull-request', installation, owner: 'acme', repo: 'vault', ...FIRST }),
  ],
  [
    "another owner's repository of the same name",
    ({ umbrella }) => ({ kind: 'judge-pull-request', installation: umbrella, owner: 'acme', repo: 'shop', ...FIRST }),
  ],
  [
    'a repository by its owner alone',
    ({ umbrella }) => ({
      kind: 'judge-branch',
      installation: umbrella,
      owner: 'acme',
      repo: 'vault',
      branch: 'main',
      commit: 'a'.repeat(40),
    }),
  ],
  [
    'an installation that there is not',
    () => ({ kind: 'judge-pull-request', installation: 999_999, owner: 'acme', repo: 'shop', ...FIRST }),
  ],
  [
    'what leads out of a repository, as its name',
    ({ installation }) => ({ kind: 'judge-pull-request', installation, owner: 'acme', repo: '..', ...FIRST }),
  ],
  [
    'an option of git, as a commit',
    ({ installation }) => ({
      kind: 'judge-merge-group',
      installation,
      owner: 'acme',
      repo: 'shop',
      headSha: '--upload-pack=touch /tmp/tidewaiter-was-here',
      baseBranch: 'main',
    }),
  ],
])('%s: nothing is told to anybody', async (_, jobFor) => {
  await using stage = await openLabelStage();
  const { github, pullRequest } = stage;
  github.createRepository('acme/vault');
  github.createRepository('umbrella/shop');
  const { installationId: umbrella } = github.installApp('tidewaiter', { account: 'umbrella' });
  const { installation } = stage.jobFor(pullRequest);
  const since = github.requests.length;
  const job = jobFor({ installation, umbrella });
  await expect(stage.run(job)).rejects.toMatchObject({ code: expect.stringMatching(/^(?:github|git)\//) });
  await stage.giveUp(job, 'it was tried often enough').catch(() => undefined);
  const written = github.requests.slice(since).filter(({ method, status = 0 }) => method !== 'GET' && status < 300);
  expect(written.map(({ template, operation }) => operation ?? template).filter(isTelling)).toEqual([]);
  expect([pullRequest.checks(), pullRequest.allConversation()]).toEqual([[], []]);
  expect(stage.judgements.filter(({ outcome }) => outcome.kind === 'decided')).toEqual([]);
});

const FIRST = { number: 1, reason: 'synchronize' };

function isTelling(asked: string): boolean {
  return !asked.endsWith('/access_tokens') && asked !== 'pullRequest' && asked !== 'Conversation';
}
