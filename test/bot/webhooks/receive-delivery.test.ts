import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Queryable } from '../../../bot/database/database.ts';
import { openLog } from '../../../bot/log/open-log.ts';
import type { Queue } from '../../../bot/queue/queue.ts';
import { type Body, openReceiver, type ReceivingDependencies } from '../../../bot/webhooks/receive-delivery.ts';

const [NEW, OLD] = ['the secret of today, and on', 'the secret until yesterday'];
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const OPENED = {
  action: 'opened',
  installation: { id: 7 },
  repository: { name: 'shop', full_name: 'acme/shop', owner: { login: 'acme' } },
  pull_request: { number: 3 },
};

/** What a delivery has otherwise. */
interface Changes {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly read?: () => Promise<Body>;
}

/** A receiver with a queue that does as it is told, and delivers to it. */
async function open(ingest: Queue['ingest']) {
  const counted: string[] = [];
  const dependencies: ReceivingDependencies = {
    app: {
      appId: 42,
      privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      apiUrl: 'https://api.github.invalid',
    },
    secrets: [NEW, OLD],
    queue: { ingest },
    database: { query: async () => [] },
    log: openLog({ level: 'error', now: () => new Date(0), write: () => {} }),
    count: (event, outcome) => void counted.push(`${event}: ${outcome}`),
  };
  const receive = await openReceiver(dependencies);
  const deliver = async (secret: string, payload: object = OPENED, { headers: changed = {}, read }: Changes = {}) => {
    const body = Buffer.from(JSON.stringify(payload));
    const readBody = read ?? (async () => ({ outcome: 'read', bytes: body }) as const);
    const headers: Readonly<Record<string, string | undefined>> = {
      'content-type': 'application/json',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-github-event': 'pull_request',
      'x-github-hook-installation-target-type': 'integration',
      'x-github-hook-installation-target-id': '42',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    };
    const { status } = await receive({ header: (name) => ({ ...headers, ...changed })[name], readBody });
    return status;
  };
  return { deliver, counted };
}

describe('what is delivered', () => {
  it('while secrets are changed may be signed with either', async () => {
    const { deliver, counted } = await open(async () => 'new');
    expect([await deliver(NEW), await deliver(OLD), await deliver('a third secret, of nobody')]).toEqual([
      202, 202, 401,
    ]);
    expect(counted).toEqual(['pull_request: new', 'pull_request: new', 'none: forged']);
  });

  it('and cannot be remembered is answered as a failure, so that GitHub has it delivered again', async () => {
    const { deliver, counted } = await open(async () => {
      throw new Error('the database is gone');
    });
    expect(await deliver(NEW)).toBe(500);
    expect(counted).toEqual(['pull_request: failed']);
  });

  it.each<[number, string, string, NonNullable<Changes['headers']>]>([
    [400, 'none: malformed', 'without a signature', { 'x-hub-signature-256': undefined }],
    [400, 'none: malformed', 'without an event', { 'x-github-event': undefined }],
    [400, 'none: malformed', 'as a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    [403, 'none: foreign', 'for another App', { 'x-github-hook-installation-target-id': '43' }],
    [401, 'none: forged', 'with half a signature', { 'x-hub-signature-256': 'sha256=c3ab8ff13720e8ad' }],
  ])('%i, %s: %s, and its body is not even read', async (status, outcome, _, headers) => {
    const { deliver, counted } = await open(async () => 'new');
    const read = () => expect.unreachable('it reads the body');
    expect(await deliver(NEW, OPENED, { headers, read })).toBe(status);
    expect(counted).toEqual([outcome]);
  });

  it.each<[number, string, Body['outcome']]>([
    [413, 'none: malformed', 'too-large'],
    [400, 'none: malformed', 'broken-off'],
    // As a failure: GitHub has it delivered again.
    [503, 'none: failed', 'no-room'],
  ])('%i, %s: a body that is %s', async (status, counted_, outcome) => {
    const { deliver, counted } = await open(async () => 'new');
    expect(await deliver(NEW, OPENED, { read: async () => ({ outcome, bytes: new Uint8Array() }) })).toBe(status);
    expect(counted).toEqual([counted_]);
  });

  it('and tells that a pull request is closed is remembered with that, in one transaction', async () => {
    const statements: string[] = [];
    const transaction: Queryable = {
      async query(sql) {
        statements.push(sql);
        return [];
      },
    };
    const { deliver } = await open(async (_, __, remember) => {
      await remember?.(transaction);
      return 'new';
    });
    await deliver(NEW, { ...OPENED, action: 'closed' });
    await deliver(NEW, { ...OPENED, action: 'reopened' });
    // Whether it is open again is asked of GitHub when it is judged.
    expect(statements).toEqual([expect.stringMatching(/^delete from tidewaiter.open_pull_requests/)]);
  });

  it('is remembered with its jobs, and without its payload', async () => {
    const remembered: unknown[] = [];
    const { deliver } = await open(async (delivery, jobs) => {
      remembered.push({ delivery, jobs: jobs.map(({ job }) => job.kind) });
      return 'new';
    });
    await deliver(NEW);
    expect(remembered).toEqual([
      {
        delivery: {
          id: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
          event: 'pull_request',
          action: 'opened',
          installation: 7,
          repository: 'acme/shop',
        },
        jobs: ['judge-pull-request'],
      },
    ]);
  });
});
