import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { openGitHubApp } from '../../../bot/github/open-github-app.ts';
import { openLog } from '../../../bot/log/open-log.ts';
import type { QueuedJob } from '../../../bot/queue/queue.ts';
import { blockedNow } from '../../../bot/store/blocked-now.ts';
import { rememberState } from '../../../bot/store/open-pull-requests.ts';
import { saveJudgement } from '../../../bot/store/save-judgement.ts';
import type { SweepDependencies } from '../../../bot/sweeps/dependencies.ts';
import { sweepDeliveries } from '../../../bot/sweeps/sweep-deliveries.ts';
import { createPullRequestSweep } from '../../../bot/sweeps/sweep-pull-requests.ts';
import { NO_WAITING } from '../../github/api.ts';
import { htmlError } from '../../github-twin/faults.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub, InstalledApp, PullRequest, Repository } from '../../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY, WITH_TEAM } from '../judging/shop.ts';
import { openTestDatabase } from '../open-database.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, runBot, SECRET } from '../run-bot.ts';
import { blocking, judgement } from '../store/judgements.ts';

const HOUR = 3_600_000;
const LISTENER = { url: 'http://127.0.0.1:9/nobody-listens', secret: SECRET };

let database: Database;
let github: GitHub;
let installed: InstalledApp;
let shop: Repository;
let queued: QueuedJob[];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.query("delete from tidewaiter.state where key <> 'turn'");
  await database.query('truncate tidewaiter.judgements, tidewaiter.open_pull_requests cascade');
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  shop = github.createRepository('acme/shop', { files: { ...CONFIGURED, ...TEAM_POLICY } });
  installed = github.installApp('tidewaiter', { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  queued = [];
  return async () => {
    await github.stop();
    expect(github.violations).toEqual([]);
  };
});

function dependencies(now = Date.now()): SweepDependencies {
  const app = openGitHubApp({
    appId: installed.id,
    privateKeys: [installed.privateKey],
    apiUrl: github.apiUrl,
    userAgent: 'tidewaiter-test',
    allowsCommits: false,
    now: Date.now,
    log: () => {},
    patience: NO_WAITING,
  });
  const log = openLog({ level: 'warn', now: () => new Date(), write: (line) => expect.fail(line) });
  return { app, database, queue: { enqueue: async (jobs) => void queued.push(...jobs) }, now: () => now, log };
}

function propose(branch: string): PullRequest {
  shop.push(branch, WITH_TEAM);
  return shop.openPullRequest({ head: branch });
}

describe('deliveries', () => {
  const { signal } = new AbortController();
  const redelivered = () => github.webhooks.deliveries.filter(({ isRedelivery }) => isRedelivery);

  beforeEach(async () => {
    github.deliverTo('tidewaiter', LISTENER);
    await github.webhooks.settled();
  });

  it('that failed are made again, those alone that the bot listens to', async () => {
    propose('topic');
    await github.webhooks.settled();
    const failed = github.webhooks.deliveries.filter(({ event }) => event !== 'ping').map(({ guid }) => guid);
    await sweepDeliveries(dependencies(), signal);
    await github.webhooks.settled();
    expect(failed).not.toEqual([]);
    // In no order: attempts that failed in one millisecond are equally old.
    expect(new Set(redelivered().map(({ guid }) => guid))).toEqual(new Set(failed));
    expect(redelivered()).toHaveLength(failed.length);
  });

  it('that failed again wait longer, and are found by a later sweep', async () => {
    propose('topic');
    await github.webhooks.settled();
    const sweepAfter = async (milliseconds: number) => {
      await sweepDeliveries(dependencies(Date.now() + milliseconds), signal);
      await github.webhooks.settled();
      return redelivered().length;
    };
    const first = await sweepAfter(0);
    expect(await sweepAfter(0)).toBe(2 * first);
    expect(await sweepAfter(0)).toBe(2 * first);
    expect(await sweepAfter(2 * 60_000)).toBe(3 * first);
  });

  it('are made again though GitHub cannot make one of them', async () => {
    propose('topic');
    propose('other');
    await github.webhooks.settled();
    const failed = github.webhooks.deliveries.filter(({ event }) => event !== 'ping');
    github.faults.add({ method: 'POST', path: /\/attempts$/, times: 1, outcome: htmlError(502) });
    const lines: string[] = [];
    const log = openLog({ level: 'warn', now: () => new Date(), write: (line) => lines.push(line) });
    await sweepDeliveries({ ...dependencies(), log }, signal);
    await github.webhooks.settled();
    expect(redelivered()).toHaveLength(failed.length - 1);
    expect(lines).toEqual([expect.stringContaining('could not be delivered again')]);
  });
});

describe('pull requests', () => {
  const { signal } = new AbortController();
  const numbers = () => queued.map(({ job }) => ('number' in job ? job.number : undefined));

  it('without a completed check are queued, at low priority and ten a minute', async () => {
    for (let count = 1; count <= 11; count += 1) propose(`topic-${count}`);
    await createPullRequestSweep()(dependencies(), signal, 'all');
    expect(queued.map(({ priority }) => priority)).toEqual(Array(11).fill('low'));
    expect(queued.map(({ inSeconds }) => inSeconds)).toEqual([...Array(10).fill(0), 60]);
    expect(new Set(numbers()).size).toBe(11);
  });

  it('that are closed, or of an installation that is suspended, are not', async () => {
    propose('topic').close();
    await createPullRequestSweep()(dependencies(), signal, 'all');
    expect(queued).toEqual([]);
    propose('other');
    installed.suspend();
    await createPullRequestSweep()(dependencies(), signal, 'all');
    expect(queued).toEqual([]);
  });

  it('that were skipped are asked about again after a day', async () => {
    const { number, headSha } = propose('topic');
    const outcome = { kind: 'skipped', reason: 'there is no configuration' } as const;
    const skipped = judgement({ repository: 'acme/shop', number, headSha, baseBranch: 'main', outcome });
    await saveJudgement(database, { ...skipped, startedAt: new Date() });
    await createPullRequestSweep()(dependencies(), signal, 'all');
    expect(queued).toEqual([]);
    await createPullRequestSweep()(dependencies(Date.now() + 25 * HOUR), signal, 'all');
    expect(numbers()).toEqual([number]);
  });

  it('whose delivery was never sent are judged once the bot starts, and left alone then', async () => {
    const pullRequest = propose('topic');
    await using bot = await runBot(github, installed);
    await until(() => pullRequest.checks()[0]?.conclusion === 'success');
    await bot.settled();
    const sweep = createPullRequestSweep();
    await sweep(dependencies(), signal, 'all');
    const asked = github.requests.length;
    await sweep(dependencies(), signal, 'all');
    expect(queued).toEqual([]);
    const again = github.requests.slice(asked).map(({ template }) => template);
    expect(again.some((template) => template.endsWith('/check-runs'))).toBe(false);
  });

  it('whose check tells nothing of them as they are have none', async () => {
    const [superseded, draft, ready] = [propose('superseded'), propose('draft'), propose('ready')];
    await check(superseded, { conclusion: 'cancelled' });
    await check(draft, { conclusion: 'success', external_id: `${draft.headSha}/base/#${draft.number}/draft` });
    await check(ready, { conclusion: 'success', external_id: `${ready.headSha}/base/#${ready.number}` });
    await createPullRequestSweep()(dependencies(), signal, 'all');
    expect(numbers()).toEqual([draft.number, superseded.number]);
  });

  it('whose check was found are not asked about again by any process, until they change or are judged', async () => {
    const [first, second] = [propose('first'), propose('second')];
    for (const each of [first, second]) await check(each, { conclusion: 'success' });
    const asked = async () => {
      const before = github.requests.length;
      await createPullRequestSweep()(dependencies(), signal, 'all');
      return github.requests.slice(before).filter(({ template }) => template.endsWith('/check-runs')).length;
    };
    expect([await asked(), await asked()]).toEqual([2, 0]);
    await rememberState(database, { repository: 'acme/shop', number: first.number, isOpen: true });
    expect([await asked(), await asked()]).toEqual([1, 0]);
    shop.push('second', { 'a.yaml': 'a: 1\n' });
    expect(await asked()).toBe(1);
    expect(numbers()).toEqual([second.number]);
  });

  it('are found where another repository cannot be looked at, for good or for now, and that one a little later', async () => {
    const { number } = propose('topic');
    const refused = { status: 403, body: { message: 'Resource not accessible by integration' } };
    for (const [name, outcome] of [
      ['forbidden', refused],
      ['away', htmlError(502)],
    ] as const) {
      github.createRepository(`acme/${name}`);
      github.faults.add({ path: new RegExp(`/repos/acme/${name}/pulls`), times: 100, outcome });
    }
    const lines: string[] = [];
    const log = openLog({ level: 'warn', now: () => new Date(), write: (line) => lines.push(line) });
    const sweep = createPullRequestSweep();
    const listed = async (scope: 'all' | 'owed') => {
      const before = github.requests.length;
      const outcome = await sweep({ ...dependencies(), log }, signal, scope);
      const pulls = github.requests.slice(before).filter(({ template }) => template.endsWith('/pulls'));
      return { outcome, repositories: [...new Set(pulls.map(({ path }) => path.split('/')[3]))] };
    };
    expect(await listed('all')).toEqual({ outcome: 'owed', repositories: ['shop', 'forbidden', 'away'] });
    expect(numbers()).toEqual([number]);
    expect(lines).toHaveLength(2);
    github.faults.clear();
    expect(await listed('owed')).toEqual({ outcome: 'done', repositories: ['away'] });
  });

  it('are not looked for any further where GitHub is away', async () => {
    for (let count = 1; count <= 5; count += 1) github.createRepository(`acme/repository-${count}`);
    github.faults.add({ path: /\/pulls$/, times: 100, outcome: htmlError(502) });
    const lines: string[] = [];
    const log = openLog({ level: 'warn', now: () => new Date(), write: (line) => lines.push(line) });
    const sweep = createPullRequestSweep();
    expect(await sweep({ ...dependencies(), log }, signal, 'all')).toBe('owed');
    expect(lines).toHaveLength(4);
    github.faults.clear();
    const before = github.requests.length;
    expect(await sweep({ ...dependencies(), log }, signal, 'owed')).toBe('done');
    expect(github.requests.slice(before).filter(({ template }) => template.endsWith('/pulls'))).toHaveLength(6);
  });

  /** Completes a check of ours at the head. */
  async function check({ headSha }: PullRequest, completion: { readonly [key: string]: string }): Promise<void> {
    const { app } = dependencies();
    const { github: api } = await app.ofRepository({
      installation: installed.installationId,
      owner: 'acme',
      repo: 'shop',
    });
    const about = { owner: 'acme', repo: 'shop', name: 'tidewaiter: main', head_sha: headSha };
    await api.request('POST /repos/{owner}/{repo}/check-runs', { ...about, status: 'completed', ...completion });
  }
});

describe('what is blocked', () => {
  const { signal } = new AbortController();
  const remember = (repository: string, { number }: { readonly number: number }, isOpen: boolean) =>
    rememberState(database, { repository, number, isOpen });

  /** The numbers that are shown as blocked after a sweep, by repository. */
  async function swept(log?: SweepDependencies['log']) {
    // Databases tell time by the microsecond, dates by the millisecond.
    await sleep(2);
    await createPullRequestSweep()({ ...dependencies(), ...(log && { log }) }, signal, 'all');
    const blocked = await blockedNow(database, 'everything');
    return blocked.map(({ repository, number }) => `${repository}#${number}`).toSorted();
  }

  /** Two pull requests of a repository that were judged, and one of a repository that is there no more. */
  async function judged() {
    const [first, second] = [propose('first'), propose('second')];
    for (const { number } of [first, second])
      await saveJudgement(database, blocking([], { repository: 'acme/shop', number }));
    await saveJudgement(database, blocking([], { repository: 'acme/gone', number: 1 }));
    await remember('acme/gone', { number: 1 }, true);
    return { first, second };
  }

  it('is what GitHub says is open, whatever was delivered, and what was not', async () => {
    const { first, second } = await judged();
    // The end of one was delivered late, when it was open again; that of the other was not delivered at all.
    await remember('acme/shop', first, false);
    await remember('acme/shop', second, true);
    second.close();
    expect(await swept()).toEqual([`acme/shop#${first.number}`]);
  });

  it('and cannot be looked through stays so for now', async () => {
    const { first } = await judged();
    await remember('acme/shop', first, true);
    const outcome = { status: 403, body: { message: 'Resource not accessible by integration' } };
    github.faults.add({ path: /\/installation\/repositories$/, outcome });
    const lines: string[] = [];
    const log = openLog({ level: 'warn', now: () => new Date(), write: (line) => lines.push(line) });
    expect(await swept(log)).toEqual(['acme/gone#1', `acme/shop#${first.number}`]);
    expect(lines.join('')).toContain('could not be looked through');
  });

  it('is nothing once nobody has the App any more', async () => {
    const { first } = await judged();
    await remember('acme/shop', first, true);
    installed.uninstall();
    expect(await swept()).toEqual([]);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}
