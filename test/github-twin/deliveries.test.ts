import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, signedBy } from './client.ts';
import { type Listener, startListener } from './listener.ts';
import { startGitHub } from './start-github.ts';
import type { Delivery, GitHub, InstalledApp, PullRequest } from './twin.ts';

const SECRET = 'between us';

let github: GitHub;
let listener: Listener;
let app: InstalledApp;
let pullRequest: PullRequest;

beforeAll(async () => {
  github = await startGitHub();
  listener = await startListener(SECRET);
  const shop = github.createRepository('acme/shop');
  shop.push('topic', { 'web.yaml': 'a: 1\n' });
  pullRequest = shop.openPullRequest({ head: 'topic' });
  app = github.installApp('gatekeeper', {
    account: 'acme',
    permissions: { issues: 'read' },
    events: ['issue_comment'],
  });
  github.deliverTo('gatekeeper', { url: `${listener.url}/hooks`, secret: SECRET });
  await github.webhooks.settled();
});

beforeEach(() => {
  listener.answer = () => 202;
});

afterAll(async () => {
  await github.stop();
  await listener.stop();
  expect(github.violations).toEqual([]);
});

/** What was delivered while something was done. */
async function during(happens: () => unknown): Promise<readonly Delivery[]> {
  const before = github.webhooks.deliveries.length;
  await happens();
  await github.webhooks.settled();
  return github.webhooks.deliveries.slice(before);
}

const hello = () => pullRequest.comment('alice', 'hello');

describe('what goes wrong on the way', () => {
  it('a failure is remembered, and can be sent again with the same GUID', async () => {
    listener.answer = () => 500;
    const [failed] = await during(hello);
    expect(failed?.answer).toMatchObject({ kind: 'answered', status: 500 });
    listener.answer = () => 202;
    const again = await github.webhooks.redeliver(failed?.guid ?? '');
    expect(again).toMatchObject({ guid: failed?.guid, isRedelivery: true, answer: { status: 202 } });
    expect(again.id).not.toBe(failed?.id);
    expect(listener.received.at(-1)?.text).toBe(listener.received.at(-2)?.text);
  });

  it('GitHub waits for an answer no longer than it says', async () => {
    github.limits.deliveryMilliseconds = 20;
    listener.answer = () => new Promise((resolve) => setTimeout(() => resolve(202), 200));
    const [late] = await during(hello);
    github.limits.deliveryMilliseconds = 10_000;
    expect(late?.answer).toMatchObject({ kind: 'failed', reason: 'timed out' });
  });

  it('twice, lost, and never sent', async () => {
    const before = listener.received.length;
    github.webhooks.plan({ event: 'issue_comment', action: 'created', fate: 'twice' });
    const [one, other] = await during(hello);
    expect(other?.guid).toBe(one?.guid);
    github.webhooks.plan({ event: 'issue_comment', fate: 'lost' });
    expect(await during(hello)).toMatchObject([{ answer: { kind: 'failed' } }]);
    github.webhooks.plan({ event: 'issue_comment', nth: 2, fate: 'never-sent' });
    expect(await during(hello)).toHaveLength(1);
    expect(await during(hello)).toEqual([]);
    expect(listener.received.length - before).toBe(3);
  });

  it('held, and released the other way round', async () => {
    github.webhooks.hold();
    const held = await during(() => {
      for (const text of ['one', 'two']) pullRequest.comment('alice', text);
    });
    expect(held.map(({ answer }) => answer.kind)).toEqual(['held', 'held']);
    github.webhooks.release({ order: 'backwards' });
    await github.webhooks.settled();
    expect(listener.received.slice(-2).map(({ payload }) => Object(payload.comment).body)).toEqual(['two', 'one']);
  });

  it('forged: with another secret, without a signature, of another App', async () => {
    const forgery = { app: 'gatekeeper', event: 'push', payload: { action: 'made up' } };
    await github.webhooks.forge({ ...forgery, secret: 'guessed' });
    expect(listener.received.at(-1)).toMatchObject({ isSigned: false, payload: forgery.payload });
    await github.webhooks.forge({ ...forgery, headers: { 'x-hub-signature-256': undefined } });
    expect(listener.received.at(-1)?.headers).not.toHaveProperty('x-hub-signature-256');
    expect(await github.webhooks.forge({ ...forgery, guid: 'g' })).toBe(202);
    expect(listener.received.at(-1)).toMatchObject({ isSigned: true, headers: { 'x-github-delivery': 'g' } });
  });
});

describe('the deliveries of an App over the API', () => {
  it('are listed by cursor, the newest first, and sent again', async () => {
    github.webhooks.plan({ event: 'issue_comment', fate: 'lost' });
    const [lost] = await during(hello);
    const asApp = clientOf(github, signedBy(app));
    const listed = await asApp.get('/app/hook/deliveries?per_page=2');
    expect(listed.json).toMatchObject([
      { guid: lost?.guid, status: 'failed to connect to host', status_code: 502, redelivery: false },
      { status: 'OK', status_code: 202 },
    ]);
    const next = /<([^>]+)>; rel="next"/.exec(listed.headers.get('link') ?? '')?.[1] ?? '';
    const older = await asApp.get(next.slice(github.apiUrl.length));
    expect(Object(older.json)[0].id).toBeLessThan(Object(listed.json)[1].id);
    expect((await asApp.get('/app/hook/deliveries?status=failure&per_page=1')).json).toMatchObject([{ id: lost?.id }]);

    const again = await during(() => asApp.post(`/app/hook/deliveries/${lost?.id}/attempts`, {}));
    expect(again).toMatchObject([{ guid: lost?.guid, isRedelivery: true, answer: { status: 202 } }]);
    expect((await asApp.get(`/app/hook/deliveries/${again[0]?.id}`)).json).toMatchObject({
      redelivery: true,
      request: { headers: { 'x-github-delivery': lost?.guid }, payload: { comment: { body: 'hello' } } },
      response: { payload: 'heard' },
    });
  });
});
