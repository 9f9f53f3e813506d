import { describe, expect, it } from 'vitest';
import { ASKED } from '../../../bot/queue/job.ts';
import { htmlError } from '../../github-twin/faults.ts';
import { openLabelStage, TEAM_POLICY } from './shop.ts';
import { CHECK } from './stage.ts';

describe('after the last try', () => {
  it('the check is red and says why', async () => {
    await using stage = await openLabelStage();
    const { pullRequest, github } = stage;
    github.faults.add({ path: /\/compare\//, times: 100, outcome: htmlError(502) });
    const job = stage.jobFor(pullRequest);
    await expect(stage.run(job)).rejects.toThrow('GitHub answered 502');
    expect(pullRequest.checks()).toMatchObject([{ name: CHECK, status: 'in_progress' }]);

    await stage.giveUp(job, 'GitHub answered 502 to GET /repos/acme/shop/compare: *it* did not say why @octocat');

    const [check] = pullRequest.checks();
    expect(check).toMatchObject({ name: CHECK, conclusion: 'failure', title: 'Could not judge' });
    expect(check?.summary).toContain('\\*it\\* did not say why');
    expect(check?.summary).not.toContain('@octocat');
    expect(pullRequest.merge().status).toBe(405);
    expect(stage.judgements).toMatchObject([{ outcome: { kind: 'failed' } }]);

    github.faults.clear();
    await stage.run(job);
    expect(pullRequest.checks()).toMatchObject([{ title: 'Blocked: 1 new enforce finding' }]);
  });

  it('a check is made where none was', async () => {
    await using stage = await openLabelStage();
    await stage.giveUp(stage.jobFor(stage.pullRequest), 'it was not to be');
    expect(stage.pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
  });

  it('nothing is said where nothing was asked for', async () => {
    await using stage = await openLabelStage({ main: TEAM_POLICY });
    await stage.giveUp(stage.jobFor(stage.pullRequest), 'it was not to be');
    expect(stage.pullRequest.checks()).toEqual([]);
  });

  it('a verdict that a later job came to stands', async () => {
    await using stage = await openLabelStage();
    await stage.judge(stage.pullRequest);
    await stage.giveUp(stage.jobFor(stage.pullRequest), 'it was not to be');
    expect(stage.pullRequest.checks()).toMatchObject([{ title: 'Blocked: 1 new enforce finding' }]);
  });

  it.each([
    ['before somebody asked is no answer to them', 60_000, 'Could not judge'],
    ['when they asked, or so, is none either: clocks differ', -59_000, 'Could not judge'],
    ['after they asked is one', -61_000, 'Blocked: 1 new enforce finding'],
  ])('a verdict that stood %s', async (_, milliseconds, title) => {
    await using stage = await openLabelStage();
    const { pullRequest } = stage;
    await stage.judge(pullRequest);
    const askedAt = new Date((await completionOf(stage)) + milliseconds).toISOString();
    await stage.giveUp({ ...stage.jobFor(pullRequest, ASKED), askedAt }, 'it was not to be');
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure', title }]);
  });

  it('nothing more is said where there is no configuration any more, whoever asks', async () => {
    await using stage = await openLabelStage();
    const { pullRequest, shop } = stage;
    await stage.judge(pullRequest);
    shop.push('main', { '.github/tidewaiter.yml': null });
    await stage.judge(pullRequest);
    const asked = { ...stage.jobFor(pullRequest, ASKED), askedAt: '2100-01-01T00:00:00.000Z' };
    await stage.giveUp(asked, 'it was not to be');
    expect(pullRequest.checks()).toMatchObject([{ conclusion: 'neutral' }]);
  });

  it('of what is gone nobody is told', async () => {
    await using stage = await openLabelStage();
    const { pullRequest, shop } = stage;
    await stage.giveUp({ ...stage.jobFor(pullRequest), number: 404 }, 'it was not to be');
    pullRequest.close();
    await stage.giveUp(stage.jobFor(pullRequest), 'it was not to be');
    expect(shop.checks(pullRequest.headSha)).toEqual([]);
    expect(stage.log).toEqual([expect.stringContaining('nobody is left to tell')]);
  });

  it('of a repository that the App may see no longer nobody is told', async () => {
    await using stage = await openLabelStage();
    stage.suspend();
    await stage.giveUp(stage.jobFor(stage.pullRequest), 'it was not to be');
    expect(stage.log).toEqual([expect.stringContaining('nobody is left to tell')]);
  });

  it('what GitHub does not take is tried again', async () => {
    await using stage = await openLabelStage();
    stage.github.faults.add({ method: 'POST', path: /check-runs$/, outcome: htmlError(502) });
    await expect(stage.giveUp(stage.jobFor(stage.pullRequest), 'it was not to be')).rejects.toThrow('502');
    await stage.giveUp(stage.jobFor(stage.pullRequest), 'it was not to be');
    expect(stage.pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
  });
});

/** When the check of the pull request's head was completed, by GitHub's clock. */
async function completionOf({ github, pullRequest }: Awaited<ReturnType<typeof openLabelStage>>): Promise<number> {
  const token = pullRequest.jobToken({ event: 'pull_request', permissions: { checks: 'read' } });
  const address = `${github.apiUrl}/repos/acme/shop/commits/${pullRequest.headSha}/check-runs`;
  const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const { check_runs: checks } = JSON.parse(await answer.text());
  return Date.parse(checks[0].completed_at);
}
