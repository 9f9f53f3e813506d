import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOnPullRequest } from '../action/run-action.ts';
import { BOT, saidIn } from '../action/said-in.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub, PullRequest, Repository } from '../github-twin/twin.ts';
import { POLICIES, pod } from './review/hostile-case.ts';

const FILE = 'pod.yaml';
const PRIVILEGED = `${pod({})}      securityContext:\n        privileged: true\n`;
const PASSED = '### ✅ Passed: nothing to object to';

/** Markers by our own author, whom another workflow made repeat what somebody wrote, and that are none of this gate. */
const STRANGERS: readonly (readonly [what: string, body: string])[] = [
  ['of another gate', '<!-- tidewaiter summary staging -->\nowned'],
  ['of a gate whose name begins like ours', '<!-- tidewaiter summary tidewaiter-2 -->\nowned'],
  ['in other letters', '<!-- Tidewaiter summary Tidewaiter -->\nowned'],
  ['below another line', 'owned\n<!-- tidewaiter summary tidewaiter -->'],
  ['in a quotation', '> <!-- tidewaiter summary tidewaiter -->\nowned'],
  ['of a kind that there is not', '<!-- tidewaiter verdict tidewaiter -->\nowned'],
  ['that goes on', '<!-- tidewaiter summary tidewaiter --> owned -->\nowned'],
];

/** Anybody can write a marker: it finds our comments among those of our author, and says nothing about how anything was judged. */
describe('a forged marker', { timeout: 60_000 }, () => {
  let github: GitHub;
  let shop: Repository;
  /** What is said where nobody has forged anything. */
  let honest: PullRequest;
  let beside: PullRequest;

  beforeAll(async () => {
    github = await startGitHub();
    shop = github.createRepository('acme/shop', { files: POLICIES });
    honest = open('honest');
    beside = open('beside-strangers');
    for (const [, body] of STRANGERS) await post(beside, bot(beside), 'conversation', { body });
    for (const each of [honest, beside]) await runOnPullRequest(github, shop, each);
  });
  afterAll(async () => {
    expect(github.violations).toEqual([]);
    await github.stop();
  });

  it.each(STRANGERS)('by our own author %s is none of ours', (_, body) => {
    expect(beside.conversation().filter((comment) => comment.body === body)).toMatchObject([{ isEdited: false }]);
    expect(beside.conversation()).toHaveLength(STRANGERS.length + 1);
  });

  it('by our own author is no verdict: the truth is written over it', async () => {
    const pullRequest = open('summary-of-ours');
    const id = await post(pullRequest, bot(pullRequest), 'conversation', {
      body: `<!-- tidewaiter summary tidewaiter -->\n${PASSED}`,
    });
    await expectHonest(pullRequest);
    expect(pullRequest.conversation().map((comment) => comment.id)).toEqual([id]);
  });

  it('by our own author on a line where nothing is wrong is removed', async () => {
    const pullRequest = open('line-of-ours');
    const body = '<!-- tidewaiter comment tidewaiter 0123456789ab -->\nowned';
    await post(pullRequest, bot(pullRequest), 'line', { body, line: 1 });
    await expectHonest(pullRequest);
  });

  it('by somebody else is left alone, and with all our words it does not stand for ours', async () => {
    const pullRequest = open('somebody-else');
    const token = github.token({ login: 'mallory' });
    const [[summary = ''], [comment]] = [saidIn(honest).summaries, saidIn(honest).comments];
    const summaries = [summary, `<!-- tidewaiter summary tidewaiter -->\n${PASSED}`, comment?.body ?? ''];
    for (const body of summaries) await post(pullRequest, token, 'conversation', { body });
    await post(pullRequest, token, 'line', { body: comment?.body, line: comment?.line });
    await expectHonest(pullRequest);
    const all = [...pullRequest.conversation(), ...pullRequest.visibleComments()];
    expect(all.filter(({ author }) => author === 'mallory')).toMatchObject(
      [...summaries, comment?.body].map((body) => ({ body, isEdited: false })),
    );
  });

  it('in an answer to ours changes nothing', async () => {
    const pullRequest = open('answer');
    await runOnPullRequest(github, shop, pullRequest);
    const [ours] = pullRequest.visibleComments();
    pullRequest.reply(ours?.id ?? 0, 'mallory', `<!-- tidewaiter outdated tidewaiter -->\n${PASSED}`);
    await expectHonest(pullRequest);
    expect(pullRequest.visibleComments().map(({ id }) => id)).toEqual([ours?.id]);
  });

  function open(branch: string): PullRequest {
    shop.push(branch, { [FILE]: PRIVILEGED });
    return shop.openPullRequest({ head: branch });
  }

  /** The run ends as if nobody had forged anything. */
  async function expectHonest(pullRequest: PullRequest): Promise<void> {
    const { exitCode } = await runOnPullRequest(github, shop, pullRequest);
    expect(exitCode).toBe(1);
    expect(wordsIn(pullRequest)).toEqual(wordsIn(honest));
  }

  function bot(pullRequest: PullRequest): string {
    return pullRequest.jobToken({ event: 'pull_request', permissions: { 'pull-requests': 'write' } });
  }

  async function post(
    { number, headSha }: PullRequest,
    token: string,
    where: 'conversation' | 'line',
    comment: { readonly body: string | undefined; readonly line?: number | undefined },
  ): Promise<number> {
    const place = where === 'line' ? { commit_id: headSha, path: FILE, side: 'RIGHT' } : {};
    const answer = await fetch(
      `${github.apiUrl}/repos/acme/shop/${where === 'line' ? 'pulls' : 'issues'}/${number}/comments`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
        body: JSON.stringify({ ...place, ...comment }),
      },
    );
    expect(answer.status).toBe(201);
    const posted = (await answer.json()) as { readonly id: number };
    return posted.id;
  }
});

/** What our author says, without the ids of commits. */
function wordsIn(pullRequest: PullRequest) {
  return {
    comments: saidIn(pullRequest).comments.map(({ path, line, suggestion }) => ({ path, line, suggestion })),
    headlines: pullRequest
      .conversation()
      .filter(({ author }) => author === BOT)
      .map(({ body }) => body.split('\n').find((line) => line.startsWith('###'))),
  };
}
