import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pod } from '../../cli/project.ts';
import type { Permissions, PullRequest } from '../../github-twin/twin.ts';
import { BOT_PERMISSIONS } from '../run-bot.ts';
import { APP, CHECK, type Heard, hear, openScene, POD, type Scene } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
}, 60_000);

afterAll(() => scene[Symbol.asyncDispose]());

const NOTHING: Heard = { reactions: [], replies: [] };
const REFUSED = ['eyes', '-1'];
const FAILED = ['eyes', 'confused'];

function say(login: string, text: string, pullRequest = scene.pullRequest): Promise<Heard> {
  return hear(scene, pullRequest, () => pullRequest.comment(login, text));
}

/** One more pull request of alice's that is blocked and could be mended: nobody has been told anything there. */
async function openAnother(): Promise<PullRequest> {
  const { shop, bot, github } = scene;
  const head = `topic-${github.requests.length}`;
  shop.push(head, { [POD]: pod('web', { privileged: true }) }, { login: 'alice' });
  const pullRequest = shop.openPullRequest({ head, login: 'alice' });
  await bot.settled();
  return pullRequest;
}

/** Posts to GitHub as somebody. */
function postAs(login: string, permissions: Permissions, path: string, body: object): Promise<number> {
  return scene.post(scene.github.token({ login, permissions }), path, body);
}

describe('a command of somebody who may not have it', () => {
  it.each([
    ['a reader has the head committed to', 'rita', 'fix', 'who may write'],
    ['a stranger does', 'mallory', 'fix', 'who may write'],
    ['who may only triage does', 'tina', 'fix', 'who may write'],
    ['the author of the change does', 'alice', 'fix', 'who may write'],
    [
      'the author of the change exempts it',
      'alice',
      'exempt disallow-privileged for 9d because it is mine',
      'who may maintain',
    ],
    ['who may only write exempts', 'walter', 'exempt disallow-privileged for 9d because of me', 'who may maintain'],
    ['a reader learns how a policy judges', 'rita', 'explain disallow-privileged', 'who may triage'],
    ['a stranger asks for help', 'mallory', 'help', 'who may triage'],
    ['a stranger misspells it, which is told as help is', 'oscar', 'hlep', 'who may triage'],
  ])('%s: one refusal, and nothing else', async (_, login, command, words) => {
    const pullRequest = await openAnother();
    const { headSha } = pullRequest;
    const since = scene.github.requests.length;
    const heard = await say(login, `/tidewaiter ${command}`, pullRequest);
    expect(heard).toEqual({ reactions: REFUSED, replies: [expect.stringContaining(words)] });
    expect(scene.written(since).filter((each) => !/reactions$|comments$/.test(each))).toEqual([]);
    expect(pullRequest.headSha).toBe(headSha);
  });

  it.each(['fix', 'help'])('the second time, %s is refused by a reaction alone', async (command) => {
    const pullRequest = await openAnother();
    await say('peggy', '/tidewaiter fix', pullRequest);
    const heard = await say('peggy', `/tidewaiter ${command}`, pullRequest);
    expect(heard).toEqual({ reactions: REFUSED, replies: [] });
  });

  it("a fork's author has what they may have of their own pull request, and no more", async () => {
    const ask = (command: string) =>
      hear(scene, scene.ofFork, () => scene.ofFork.comment('frank', `/tidewaiter ${command}`));
    expect(await ask('recheck')).toEqual({ reactions: ['eyes', '+1'], replies: [] });
    expect(await ask('fix')).toMatchObject({ reactions: REFUSED });
    expect(await say('frank', '/tidewaiter recheck')).toMatchObject({ reactions: REFUSED });
  });

  it.each(['tina', 'alice'])('"Run again" is pressed by %s, who may: it is judged once more', async (login) => {
    const pullRequest = await openAnother();
    const checkOf = () => pullRequest.checks().find(({ name }) => name === CHECK);
    const before = checkOf();
    expect(before).toMatchObject({ status: 'completed', conclusion: 'failure' });
    const heard = await hear(scene, pullRequest, () => void pullRequest.clickButton('recheck', { login }));
    expect(heard.replies).toEqual([]);
    expect(checkOf()).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(checkOf()?.id).not.toBe(before?.id);
  });

  it('a button of the check is pressed by a reader: GitHub is asked who may, and one refusal', async () => {
    const { headSha } = scene.pullRequest;
    const press = () =>
      hear(scene, scene.pullRequest, () => void scene.pullRequest.clickButton('fix', { login: 'rob' }));
    expect((await press()).replies).toEqual([expect.stringContaining('who may write')]);
    expect((await press()).replies).toEqual([]);
    expect(scene.pullRequest.headSha).toBe(headSha);
  });
});

describe('what is no command', () => {
  it.each([
    ['quoted', '> /tidewaiter fix'],
    ['in a block of code', '```\n/tidewaiter fix\n```'],
    ['in a block of code of which a shorter fence is no end', '````\n```\n/tidewaiter fix\n````'],
    ['indented as code', '    /tidewaiter fix'],
    ['in an HTML comment, which nobody sees', '<!-- a template:\n/tidewaiter fix\n-->'],
    ['behind a letter that looks like another', '/t\u0456dewaiter fix'],
    ['in full-width letters', '\uff0ftidewaiter fix'],
    ['behind what is shown as nothing', '\u200b/tidewaiter fix'],
    ['that goes on in what is shown as nothing', '/tidewaiter\u200b fix'],
    ['longer than any command', `/tidewaiter explain ${'x'.repeat(60_000)}`],
  ])('%s: nothing is said', async (_, body) => {
    const since = scene.github.requests.length;
    expect(await say('maria', body)).toEqual(NOTHING);
    expect(scene.written(since)).toEqual([]);
  });

  it('what a bot says, though its App may write', async () => {
    const token = scene.github.token({ app: 'renovate', permissions: { 'pull-requests': 'write', contents: 'write' } });
    const number = scene.pullRequest.number;
    const happen = () => scene.post(token, `/issues/${number}/comments`, { body: '/tidewaiter fix' });
    expect(await hear(scene, scene.pullRequest, happen)).toEqual(NOTHING);
  });

  it('what a delivery says is of a maintainer, and GitHub knows to be of somebody else', async () => {
    const { github, bot, pullRequest } = scene;
    const id = pullRequest.comment('mallory', 'Looks good.');
    await bot.settled();
    const delivery = github.webhooks.deliveries.findLast(({ event }) => event === 'issue_comment');
    const { comment, ...rest } = Object(delivery?.payload);
    const user = { login: 'maria', type: 'User' };
    const heard = await hear(scene, pullRequest, async () => {
      pullRequest.editComment(id, '/tidewaiter fix');
      const payload = { ...rest, comment: { ...comment, user, body: '/tidewaiter fix' } };
      expect(await github.webhooks.forge({ app: APP, event: 'issue_comment', payload })).toBe(202);
      return id;
    });
    expect(heard).toEqual(NOTHING);
  });

  it('what a comment has become since, by whomever', async () => {
    const id = scene.pullRequest.comment('maria', 'Looks good.');
    const edit = () => scene.pullRequest.editComment(id, '/tidewaiter fix');
    expect(await hear(scene, scene.pullRequest, () => void edit())).toEqual(NOTHING);
  });
});

describe('a command that is too much', () => {
  it('hundreds in one comment: the first is obeyed', async () => {
    const heard = await say('maria', '/tidewaiter help\n'.repeat(500));
    expect(heard).toEqual({ reactions: ['eyes', '+1'], replies: [expect.stringContaining('| command |')] });
  });

  it.each([
    ['a name of a policy as long as a line may be', `explain ${'`'.repeat(1900)}`],
    ['more words than it takes', `fix ${'--force '.repeat(200)}`],
    ['an exemption for ever', 'exempt disallow-privileged for 99999d because of reasons'],
    ['an exemption of everything', 'exempt * for 9d because of reasons'],
    ['a word that every object has', '__proto__'],
    ['letters that look like a command', '\uff46\uff49\uff58'],
    ['a command whose letters are read from the right', '\u202exif'],
  ])('%s: one answer that a comment can hold', async (_, command) => {
    const { reactions, replies } = await say('maria', `/tidewaiter ${command}`);
    expect([reactions, replies.length]).toEqual([FAILED, 1]);
    expect(replies[0]?.length).toBeLessThan(65_536);
  });

  it('on a pull request that is closed', async () => {
    const { shop, bot } = scene;
    shop.push('over', { 'README.md': 'over\n' }, { login: 'alice' });
    const closed = shop.openPullRequest({ head: 'over', login: 'alice' });
    await bot.settled();
    closed.close();
    const heard = await hear(scene, closed, () => closed.comment('maria', '/tidewaiter exempt x for 9d because y'));
    expect(heard).toEqual({ reactions: FAILED, replies: [expect.stringContaining('is not open')] });
  });
});

describe('an answer says nothing that was put into its mouth', () => {
  it.each([
    ['a mention', '@everyone'],
    ['HTML', '<img/src=x>'],
    ['a link', '[x](https://evil.example)'],
    ['a marker of our own', '<!--tidewaiter-summary-tidewaiter-->'],
    ['the end of its code', '``@everyone``<b>'],
  ])('%s', async (_, policy) => {
    const { replies } = await say('maria', `/tidewaiter explain ${policy}`);
    expect(replies).toHaveLength(1);
    const [marker = '', ...rest] = (replies[0] ?? '').split('\n');
    expect(marker).toMatch(/^<!-- tidewaiter answer conversation \d+ #\d+ -->$/);
    // Outside of code nothing is left that Markdown obeys.
    const text = rest.join('\n').replace(/(`+)[^`][\s\S]*?\1(?!`)/g, '');
    expect(text).not.toMatch(/(?<![\\\w])@\w|<[a-z!]|(?<!\\)\]\(/i);
  });

  it('a reason becomes text of a proposal, and of one entry', async () => {
    const reason = '@everyone <!-- tidewaiter summary tidewaiter --> "\\n  - policy: x #';
    const { replies } = await say('maria', `/tidewaiter exempt disallow-privileged for 9d because ${reason}`);
    const number = Number(/\/pull\/(\d+)/.exec(replies[0] ?? '')?.[1]);
    const { body, head } = await read(`/pulls/${number}`);
    expect(body).not.toMatch(/(?<!\\)@everyone|<!--/);
    const file = scene.shop.read(head.sha, '.github/tidewaiter/exemptions.yml') ?? '';
    expect(file.match(/policy:/g)?.length).toBe(2);
    expect(file.match(/^ {2}- policy: /gm)).toHaveLength(1);
  });
});

function read(path: string) {
  return ask('maria', 'GET', path);
}

async function ask(login: string, method: 'GET' | 'PUT', path: string, body?: object) {
  const headers = { authorization: `Bearer ${scene.github.token({ login })}`, 'content-type': 'application/json' };
  const url = `${scene.github.apiUrl}/repos/acme/shop${path}`;
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  expect(response.status).toBe(200);
  return Object(await response.json());
}

describe('nobody raises their own rights through the bot', () => {
  /** A proposal of maria's, and its check. */
  async function propose() {
    const { replies } = await say('maria', '/tidewaiter exempt disallow-privileged for 9d because the driver needs it');
    const number = Number(/\/pull\/(\d+)/.exec(replies[0] ?? '')?.[1]);
    const { head } = await read(`/pulls/${number}`);
    const conclusion = () => scene.shop.checks(head.sha).find(({ name }) => name === CHECK)?.conclusion;
    await scene.bot.settled();
    expect(conclusion()).toBe('failure');
    return { number, head, conclusion };
  }

  it.each(['maria', 'walter', 'rita', 'alice', 'mallory'])('an exemption is not approved by %s', async (login) => {
    const { number, conclusion } = await propose();
    await postAs(login, { 'pull-requests': 'write' }, `/pulls/${number}/reviews`, { event: 'APPROVE' });
    await scene.bot.settled();
    expect(conclusion()).toBe('failure');
  });

  it('an exemption is approved by somebody else who may maintain, until that is taken back', async () => {
    const { number, conclusion } = await propose();
    const review = `/pulls/${number}/reviews`;
    const id = await postAs('olivia', { 'pull-requests': 'write' }, review, { event: 'APPROVE' });
    await scene.bot.settled();
    expect(conclusion()).toBe('success');
    await ask('olivia', 'PUT', `${review}/${id}/dismissals`, { message: 'On second thoughts.' });
    await scene.bot.settled();
    expect(conclusion()).toBe('failure');
  });

  it('an exemption is not approved by a bot', async () => {
    const { number, conclusion } = await propose();
    const token = scene.github.token({ app: 'approver', permissions: { 'pull-requests': 'write' } });
    await scene.post(token, `/pulls/${number}/reviews`, { event: 'APPROVE' });
    await scene.bot.settled();
    expect(conclusion()).toBe('failure');
  });

  it('an exemption is not made green by a branch that is called like those of a merge queue', async () => {
    const { number, head, conclusion } = await propose();
    const ref = `refs/heads/gh-readonly-queue/main/pr-${number}-${head.sha}`;
    await postAs('maria', { contents: 'write' }, '/git/refs', { ref, sha: head.sha });
    await scene.bot.settled();
    expect(conclusion()).toBe('failure');
  });
});

describe('fix', () => {
  it('of a branch that takes no commit: nothing is forced, and GitHub says why', async () => {
    const { shop, pullRequest } = scene;
    shop.protect('topic', { checks: [{ context: 'ci' }] });
    const { headSha } = pullRequest;
    const heard = await say('walter', '/tidewaiter fix');
    expect(heard).toEqual({
      reactions: FAILED,
      replies: [expect.stringMatching(/GitHub does not take the commit\..*status check/s)],
    });
    expect(pullRequest.headSha).toBe(headSha);
  });

  it('where the operator lets the bot commit, and whoever installed it does not: a patch', async () => {
    await using other = await openScene(BOT_PERMISSIONS);
    const { github, pullRequest, written } = other;
    const since = github.requests.length;
    const heard = await hear(other, pullRequest, () => pullRequest.comment('walter', '/tidewaiter fix'));
    expect(heard).toEqual({
      reactions: ['eyes', '+1'],
      replies: [expect.stringMatching(/may not commit here[\s\S]*\n\+ +privileged: false/)],
    });
    expect(written(since)).not.toContain('commitFixes');
  });
});
