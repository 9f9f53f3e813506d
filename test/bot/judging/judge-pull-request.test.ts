import { describe, expect, it } from 'vitest';
import { labelPolicy, labelPolicyBut } from '../../cli/project.ts';
import { requestsOf } from '../../github/api.ts';
import type { GitHub } from '../../github-twin/twin.ts';
import { CONFIGURED, openLabelStage, TEAM_POLICY, WITH_TEAM, WITHOUT_TEAM } from './shop.ts';
import { CHECK, openStage } from './stage.ts';

/** What GitHub answers where a conversation is locked. */
const LOCKED = { status: 403, body: { message: 'Unable to create comment because issue is locked.' } };
const QUIET = { '.github/tidewaiter.yml': 'mode: observe\n' };

describe('a repository without a configuration', () => {
  it('is left alone: nothing is said, and that is remembered', async () => {
    await using stage = await openLabelStage({ main: TEAM_POLICY });
    const { pullRequest, github } = stage;

    expect(await stage.judge(pullRequest)).toEqual({ outcome: 'done' });

    expect(pullRequest.checks()).toEqual([]);
    expect([...pullRequest.allConversation(), ...pullRequest.reviewComments()]).toEqual([]);
    expect(stage.judgements).toMatchObject([
      {
        headSha: pullRequest.headSha,
        outcome: { kind: 'skipped', reason: 'there is no configuration' },
        steps: { read: expect.any(Number) },
      },
    ]);
    expect(writesOf(github)).toEqual([]);
  });
});

describe('rules about users', () => {
  it.each([
    ['jane', 'success'],
    ['joe', 'failure'],
  ])('are about whom the author is to the cluster: %s', async (username, conclusion) => {
    const configuration = { '.github/tidewaiter.yml': `users: { Acme: { username: ${username} } }\n` };
    const main = { ...configuration, 'policies/team.yaml': labelPolicyBut('jane') };
    await using stage = await openLabelStage({ main });

    await stage.judge(stage.pullRequest);

    expect(stage.pullRequest.checks()).toMatchObject([{ conclusion }]);
  });
});

describe('what was judged', () => {
  it('is not judged again', async () => {
    await using stage = await openLabelStage();
    const { pullRequest, github } = stage;
    await stage.judge(pullRequest);
    const before = writesOf(github);

    await stage.judge(pullRequest);

    expect(writesOf(github)).toEqual(before);
    expect(stage.judgements).toHaveLength(1);
  });

  it('is judged again where somebody asks for it, and says what it said', async () => {
    await using stage = await openLabelStage();
    const { pullRequest } = stage;
    await stage.judge(pullRequest);
    const said = [pullRequest.conversation(), pullRequest.reviewComments()];

    await stage.judge(pullRequest, { again: true });

    expect(stage.judgements).toHaveLength(2);
    expect([pullRequest.conversation(), pullRequest.reviewComments()]).toEqual(said);
    expect(pullRequest.checks()).toMatchObject([{ name: CHECK, conclusion: 'failure', annotations: [{}] }]);
  });

  it('is judged again where the base has moved: by the policies that it has now', async () => {
    await using stage = await openLabelStage();
    const { pullRequest, shop } = stage;
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);

    shop.push('main', { 'policies/team.yaml': labelPolicy().replace('[Pod]', '[Service]') });
    await stage.judge(pullRequest);

    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'success', annotations: [] }]);
    expect(pullRequest.visibleComments()).toEqual([]);
  });

  it('is judged for another pull request with the same head as well, which has a review of its own', async () => {
    await using stage = await openLabelStage();
    const { shop, pullRequest } = stage;
    await stage.judge(pullRequest);
    pullRequest.close();
    const second = shop.openPullRequest({ head: 'topic' });
    await stage.judge(second);
    expect(second.headSha).toBe(pullRequest.headSha);
    expect(second.visibleComments()).toHaveLength(1);
    expect(second.checks()).toMatchObject([{ conclusion: 'failure', externalId: expect.stringMatching(/#2$/) }]);
  });

  it('says nothing of a pull request that is closed', async () => {
    await using stage = await openLabelStage();
    stage.pullRequest.close();
    await stage.judge(stage.pullRequest);
    expect(stage.pullRequest.checks()).toEqual([]);
    expect(stage.judgements).toEqual([]);
  });

  it('remembers each time whether GitHub says that it is open', async () => {
    await using stage = await openLabelStage();
    const { pullRequest } = stage;
    await stage.judge(pullRequest);
    pullRequest.close();
    await stage.judge(pullRequest);
    pullRequest.reopen();
    await stage.judge(pullRequest);
    const place = { repository: 'acme/shop', number: pullRequest.number };
    expect(stage.states).toEqual([true, false, true].map((isOpen) => ({ ...place, isOpen })));
  });
});

describe('the gate', () => {
  it('is that of the base: what a pull request changes about it decides nothing', async () => {
    await using stage = await openLabelStage();
    stage.shop.push('topic', { ...QUIET, 'policies/team.yaml': null });
    await stage.judge(stage.pullRequest);
    expect(stage.pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
  });

  it('that is broken is red, by file, line and remedy; what mends it alone passes', async () => {
    await using stage = await openLabelStage({ main: { ...TEAM_POLICY, '.github/tidewaiter.yml': 'mode: gaet\n' } });
    const { shop, pullRequest } = stage;
    await stage.judge(pullRequest);
    const [check] = pullRequest.checks();
    expect(check).toMatchObject({ conclusion: 'failure', title: expect.stringContaining('ould not judge: 1 problem') });
    expect(check?.summary).toContain('.github/tidewaiter.yml:1');
    expect(check?.summary).toContain('Did you mean');

    shop.push('mend', CONFIGURED, { from: 'main' });
    const mending = shop.openPullRequest({ head: 'mend' });
    await stage.judge(mending);
    expect(mending.checks()).toMatchObject([{ conclusion: 'success' }]);
  });

  it('of a lax branch turns no strict one green: each has a check of its own', async () => {
    await using stage = await openLabelStage();
    const { shop, pullRequest } = stage;
    shop.push('lax', { ...QUIET }, { from: 'main' });
    const other = shop.openPullRequest({ head: 'topic', base: 'lax' });
    await stage.judge(pullRequest);
    await stage.judge(other);
    expect(pullRequest.headSha).toBe(other.headSha);
    expect(pullRequest.checks()).toMatchObject([
      { name: 'tidewaiter: main', conclusion: 'failure' },
      { name: 'tidewaiter: lax', conclusion: 'success' },
    ]);
    expect(pullRequest.merge().status).toBe(405);
  });
});

describe('a head that moves while it is judged', () => {
  it('has nothing said of it, and the new one is next', async () => {
    await using stage = await openLabelStage();
    const { shop, pullRequest, github } = stage;
    const old = pullRequest.headSha;
    github.faults.add({ graphql: /query Conversation/, before: () => shop.push('topic', WITH_TEAM) });

    expect(await stage.judge(pullRequest)).toEqual({ outcome: 'done' });

    expect([...pullRequest.allConversation(), ...pullRequest.reviewComments()]).toEqual([]);
    expect(shop.checks(old)).toMatchObject([{ conclusion: 'cancelled', title: 'Superseded' }]);
    expect(pullRequest.checks()).toEqual([]);
    expect(stage.judgements).toEqual([]);
    expect([...stage.queue.values()]).toMatchObject([{ job: stage.jobFor(pullRequest), priority: 'normal' }]);

    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'success' }]);
  });

  it('is judged once it is the head again', async () => {
    await using stage = await openLabelStage();
    const { shop, pullRequest, github } = stage;
    const old = pullRequest.headSha;
    github.faults.add({ graphql: /query Conversation/, before: () => shop.push('topic', WITH_TEAM) });
    await stage.judge(pullRequest);
    shop.pushFrom(shop.folder, old, 'topic');
    await stage.judge(pullRequest);
    expect(pullRequest.headSha).toBe(old);
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
  });
});

describe('a draft', () => {
  it('is judged and held up by nothing, and nobody can merge by its check in the moment it is ready', async () => {
    await using stage = await openStage({ main: { ...CONFIGURED, ...TEAM_POLICY } });
    const { shop } = stage;
    shop.push('topic', WITHOUT_TEAM);
    const pullRequest = shop.openPullRequest({ head: 'topic', draft: true });
    await stage.judge(pullRequest);

    expect(pullRequest.checks()).toMatchObject([
      {
        conclusion: 'action_required',
        title: 'Not blocked: 1 new enforce finding; a draft: nothing blocks yet',
        annotations: [{ annotation_level: 'warning' }],
      },
    ]);
    expect(pullRequest.visibleComments()).toHaveLength(1);
    expect(pullRequest.conversation().map(({ body }) => body.split('\n')[1])).toEqual([
      '### ⚠️ Not blocked: 1 new enforce finding',
    ]);

    pullRequest.markReady();
    expect(pullRequest.merge().status).toBe(405);
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure', title: 'Blocked: 1 new enforce finding' }]);
    expect(stage.judgements.map(({ outcome }) => outcome)).toMatchObject([{ decision: 'warn' }, { decision: 'block' }]);
  });

  it('that nothing would block is green', async () => {
    await using stage = await openStage({ main: { ...CONFIGURED, ...TEAM_POLICY } });
    stage.shop.push('topic', WITH_TEAM);
    const pullRequest = stage.shop.openPullRequest({ head: 'topic', draft: true });
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'success' }]);
  });
});

describe('pull requests from a fork', () => {
  it('are judged as any other', async () => {
    await using stage = await openStage({ main: { ...CONFIGURED, ...TEAM_POLICY } });
    const fork = stage.shop.fork('mallory');
    fork.push('topic', WITHOUT_TEAM);
    const pullRequest = stage.shop.openPullRequest({ head: 'topic', from: fork });
    await stage.judge(pullRequest);
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure', annotations: [{ path: 'deploy/web.yaml' }] }]);
    expect(pullRequest.visibleComments()).toHaveLength(1);
    expect(stage.log).toEqual([]);
  });
});

it('comments that may not be written are told of in the check, which tells all', async () => {
  await using stage = await openLabelStage();
  stage.github.faults.add({ method: 'POST', path: /reviews$/, outcome: LOCKED });
  await stage.judge(stage.pullRequest);
  const [check] = stage.pullRequest.checks();
  expect(check).toMatchObject({ conclusion: 'failure', annotations: [{ path: 'deploy/web.yaml' }] });
  expect(check?.summary).toContain('Comments could not be written');
});

function writesOf(github: GitHub): readonly string[] {
  return requestsOf(github).filter((request) =>
    /^(?:POST|PATCH|PUT|DELETE) (?!.*access_tokens)|^ChangeComments$/.test(request),
  );
}
