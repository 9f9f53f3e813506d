import { createHmac, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Forgery } from '../../github-twin/apps.ts';
import { SECRET } from '../run-bot.ts';
import { APP, hear, OLD_SECRET, openScene, type Scene } from './scene.ts';

let scene: Scene;
let since: number;

beforeAll(async () => {
  scene = await openScene();
}, 60_000);

beforeEach(async () => {
  await scene.bot.settled();
  since = scene.github.requests.length;
});

afterAll(() => scene[Symbol.asyncDispose]());

const MEGABYTE = 1024 * 1024;

/** What GitHub would deliver of a pull request that is opened, but for what a case changes. */
function opened(changes: object = {}) {
  return {
    action: 'opened',
    installation: { id: scene.installed.installationId },
    repository: { name: 'shop', full_name: 'acme/shop', owner: { login: 'acme' } },
    sender: { login: 'alice', type: 'User' },
    pull_request: { number: scene.pullRequest.number },
    ...changes,
  };
}

function forge(forgery: Partial<Forgery>): Promise<number> {
  return scene.github.webhooks.forge({ app: APP, event: 'pull_request', payload: opened(), ...forgery });
}

/** Nothing waits, nothing was asked of GitHub, and whoever is asked answers. */
async function expectNothing() {
  expect(await scene.bot.isIdle()).toBe(true);
  expect(scene.github.requests.slice(since)).toEqual([]);
  expect((await fetch(`${scene.bot.internalUrl}/readyz`)).status).toBe(200);
}

describe('a delivery that is not as GitHub signs it', () => {
  const signed = (secret: string, body = JSON.stringify(opened())) =>
    createHmac('sha256', secret).update(body).digest('hex');

  it.each<[number, string, () => Partial<Forgery>]>([
    [401, 'signed with nothing', () => ({ secret: '' })],
    [401, 'signed by the name of the algorithm alone', () => ({ headers: { 'x-hub-signature-256': 'sha256=' } })],
    [
      401,
      'signed with the digits in capitals, as GitHub writes none',
      () => ({ headers: { 'x-hub-signature-256': `sha256=${signed(SECRET).toUpperCase()}` } }),
    ],
    [
      401,
      'with a second signature behind the right one',
      () => ({ headers: { 'x-hub-signature-256': `sha256=${signed(SECRET)}, sha256=${'0'.repeat(64)}` } }),
    ],
    [
      400,
      'signed as it was before SHA-256',
      () => ({ headers: { 'x-hub-signature-256': undefined, 'x-hub-signature': `sha1=${'0'.repeat(40)}` } }),
    ],
    [400, 'whose id is longer than any', () => ({ headers: { 'x-github-delivery': 'a'.repeat(65) } })],
    [400, 'whose id would be a line of the log', () => ({ headers: { 'x-github-delivery': '","level":"info' } })],
    [
      403,
      'for an App whose id begins like ours',
      () => ({ headers: { 'x-github-hook-installation-target-id': `${scene.installed.id}0` } }),
    ],
    [
      403,
      'that does not say for which App',
      () => ({ headers: { 'x-github-hook-installation-target-id': undefined } }),
    ],
    [
      400,
      'as a form, however well signed',
      () => ({ payload: `payload=${encodeURIComponent(JSON.stringify(opened()))}` }),
    ],
    [400, 'that is a text of JSON', () => ({ payload: '"opened"' })],
    [400, 'that is null', () => ({ payload: 'null' })],
    [400, 'of no bytes', () => ({ payload: '' })],
  ])('%i: one %s', async (status, _, forgery) => {
    expect(await forge(forgery())).toBe(status);
    await expectNothing();
  });

  it('202: one signed with the secret of before, for as long as secrets are changed', async () => {
    expect(await forge({ secret: OLD_SECRET, event: 'star' })).toBe(202);
  });
});

describe('a delivery that is signed, and is not what it should be', () => {
  it.each<[string, () => Partial<Forgery>]>([
    ['a number in quotes', () => ({ payload: opened({ pull_request: { number: '1' } }) })],
    ['a number that is not whole', () => ({ payload: opened({ pull_request: { number: 1.5 } }) })],
    ['a number below one', () => ({ payload: opened({ pull_request: { number: -1 } }) })],
    ['a number that no computer counts to', () => ({ payload: opened({ pull_request: { number: 2 ** 53 } }) })],
    ['a list in place of a number', () => ({ payload: opened({ pull_request: { number: [1] } }) })],
    ['no pull request', () => ({ payload: opened({ pull_request: null }) })],
    ['no installation', () => ({ payload: opened({ installation: undefined }) })],
    ['no repository', () => ({ payload: opened({ repository: undefined }) })],
    ['an owner who is a number', () => ({ payload: opened({ repository: { name: 'shop', owner: { login: 7 } } }) })],
    ['a pull request that only a prototype has', () => ({ payload: signedPrototype() })],
    ['the body of another event', () => ({ event: 'issue_comment' })],
    ['an event by a name that every object has', () => ({ event: 'constructor' })],
    ['an event for all events', () => ({ event: '*' })],
    ['a comment on an issue', () => ({ event: 'issue_comment', payload: said({ issue: { number: 1 } }) })],
    [
      'a comment on a line, told as one of the conversation',
      () => ({ event: 'issue_comment', payload: said({ pull_request: { number: 1, head: { sha: 'a' } } }) }),
    ],
    ['a button of a check that no pull request has', () => ({ event: 'check_run', payload: pressed() })],
    [
      'a push to what only looks like a branch of a merge queue',
      () => ({
        event: 'push',
        payload: opened({
          action: undefined,
          ref: 'refs/heads/gh-readonly-queue/main/pr-1-abc',
          after: 'a',
          commits: [],
        }),
      }),
    ],
  ])('%s: 202, and nothing is done', async (_, forgery) => {
    expect(await forge(forgery())).toBe(202);
    await expectNothing();
  });

  const said = (where: object) =>
    opened({
      action: 'created',
      pull_request: undefined,
      comment: { id: 1, body: '/tidewaiter fix', user: { login: 'maria', type: 'User' } },
      ...where,
    });
  const pressed = () =>
    opened({
      action: 'requested_action',
      requested_action: { identifier: 'fix' },
      check_run: { head_sha: 'f'.repeat(40), pull_requests: [] },
    });
  const signedPrototype = () =>
    JSON.stringify(opened({ pull_request: {} })).replace(
      '"pull_request":{}',
      '"pull_request":{"__proto__":{"number":1}}',
    );

  it('nested a hundred thousand levels deep: 202, and it is as if that were not there', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const payload = JSON.stringify(opened({ action: 'labeled', label: null })).replace(
      '"label":null',
      `"label":${deep}`,
    );
    expect(await forge({ payload })).toBe(202);
    await expectNothing();
  });
});

describe('a delivery that was heard before', () => {
  it('under another id brings a command about no second time, nor a second answer', async () => {
    const { pullRequest, github } = scene;
    const first = await hear(scene, pullRequest, () => pullRequest.comment('maria', '/tidewaiter help'));
    expect(first.replies).toHaveLength(1);
    const delivery = github.webhooks.deliveries.findLast(({ event }) => event === 'issue_comment');
    if (delivery === undefined) throw new Error('nothing was delivered');
    const again = await hear(scene, pullRequest, async () => {
      await forge({ event: 'issue_comment', payload: delivery.payload, guid: randomUUID() });
      return undefined;
    });
    expect(again.replies).toEqual([]);
  });

  it('under another id does not have a pull request judged that has been', async () => {
    const { pullRequest, github } = scene;
    const check = pullRequest.checks()[0]?.id;
    const delivery = github.webhooks.deliveries.find(({ action }) => action === 'opened');
    await forge({ payload: delivery?.payload ?? '', guid: randomUUID() });
    await scene.bot.settled();
    expect(pullRequest.checks().map(({ id }) => id)).toEqual([check]);
    expect(scene.written(since)).toEqual([]);
  });
});

describe('where GitHub and people reach it', () => {
  const ask = (method: string, path: string) =>
    fetch(scene.bot.url + path, { method, ...(method === 'GET' ? {} : { body: '{}' }) });

  it.each([
    ['GET', '/api/github/webhooks'],
    ['PUT', '/api/github/webhooks'],
    ['DELETE', '/api/github/webhooks'],
    ['POST', '/api/github/webhooks/'],
    ['POST', '//api/github/webhooks'],
    ['POST', '/API/GITHUB/WEBHOOKS'],
    ['POST', '/'],
    ['POST', '/set-up'],
    ['GET', '/set-up?token='],
    ['GET', '/set-up/callback?code=a&state='],
    ['GET', '/metrics'],
  ])('there is no %s %s', async (method, path) => {
    expect((await ask(method, path)).status).toBe(404);
    await expectNothing();
  });

  /** Writes bytes to the bot as they are. */
  async function send(lines: readonly string[], body: string): Promise<Socket> {
    const { hostname, port } = new URL(scene.bot.url ?? '');
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    const written = Promise.withResolvers<void>();
    socket.write(`${[...lines, 'host: bot', 'connection: close', '', ''].join('\r\n')}${body}`, () =>
      written.resolve(),
    );
    await written.promise;
    return socket;
  }

  /** Tells the status that comes back. */
  async function write(lines: readonly string[], body = ''): Promise<number> {
    return Number((await text(await send(lines, body))).split(' ')[1]);
  }

  const POST = 'POST /api/github/webhooks HTTP/1.1';
  const ofOurApp = () => [
    'content-type: application/json',
    `x-github-delivery: ${randomUUID()}`,
    'x-github-event: pull_request',
    'x-github-hook-installation-target-type: integration',
    `x-github-hook-installation-target-id: ${scene.installed.id}`,
    `x-hub-signature-256: sha256=${'0'.repeat(64)}`,
  ];

  it('413: a body of more than 25 MB that does not say how long it is', async () => {
    const piece = `${MEGABYTE.toString(16)}\r\n${' '.repeat(MEGABYTE)}\r\n`;
    const status = await write([POST, ...ofOurApp(), 'transfer-encoding: chunked'], `${piece.repeat(26)}0\r\n\r\n`);
    expect(status).toBe(413);
    await expectNothing();
  });

  it.each<[number, string, () => readonly string[]]>([
    [400, 'of no form that GitHub gives it', () => [`content-type: text/plain`, ...ofOurApp().slice(1)]],
    [
      403,
      'for another App',
      () => [
        ...ofOurApp().slice(0, -2),
        'x-github-hook-installation-target-id: 1',
        `x-hub-signature-256: sha256=${'0'.repeat(64)}`,
      ],
    ],
    [401, 'whose signature is none', () => [...ofOurApp().slice(0, -1), 'x-hub-signature-256: sha256=0']],
  ])('%i: a delivery %s, before its body has come', async (status, _, headers) => {
    expect(await write([POST, ...headers(), 'transfer-encoding: chunked'], '1\r\n{\r\n')).toBe(status);
    await expectNothing();
  });

  it('503: more than 100 MB at once, and with room there is an answer again', async () => {
    const lasting = await Promise.all(
      [1, 2, 3, 4].map(() =>
        send([POST, ...ofOurApp(), `content-length: ${25 * MEGABYTE}`], ' '.repeat(25 * MEGABYTE - 1)),
      ),
    );
    const another = () => write([POST, ...ofOurApp(), 'content-length: 10'], '{"a": "b"}');
    // What is sent may not be received yet.
    await expect.poll(another, { timeout: 10_000 }).toBe(503);
    for (const socket of lasting) socket.destroy();
    await expect.poll(another, { timeout: 10_000 }).toBe(401);
    await expectNothing();
  });

  it.each<[number, string, () => readonly string[]]>([
    [400, 'a body whose length is told in two ways', () => ['content-length: 2', 'transfer-encoding: chunked']],
    [400, 'two lengths', () => ['content-length: 2', 'content-length: 3']],
    [400, 'a line break within a header', () => ['x-github-event: push\rx-other: y']],
    [431, 'headers of more than 16 kB', () => [`x-long: ${'a'.repeat(20_000)}`]],
  ])('%i: %s', async (status, _, headers) => {
    expect(await write([POST, ...ofOurApp(), ...headers()], '{}')).toBe(status);
    await expectNothing();
  });
});
