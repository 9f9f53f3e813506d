import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import axe from 'axe-core';
import type { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import { createDashboardSite } from '../bot/dashboard/dashboard-site.ts';
import { type BlockedPullRequest, blockedNow } from '../bot/store/blocked-now.ts';
import { beginSession } from '../bot/store/sessions.ts';
import { listen } from '../bot/web/listen.ts';
import { createSetUpSite } from '../bot/web/set-up-site.ts';
import { optionsFor } from '../test/bot/dashboard/visit.ts';
import { openTestDatabase } from '../test/bot/open-database.ts';
import { BOT_EVENTS, BOT_PERMISSIONS } from '../test/bot/run-bot.ts';
import { startGitHub } from '../test/github-twin/start-github.ts';
import { seedMonth } from './pictures/seed-month.ts';
import { seedWork } from './pictures/seed-work.ts';
import { openBrowser } from './pictures/take-picture.ts';

const FOLDER = new URL('../docs/images/dashboard/', import.meta.url);
const NOW = Date.parse('2026-05-18T12:00:00Z');
const TOKEN = 'set-up';
const ACCOUNTS = ['acme', 'globex', 'initech', 'umbrella'] as const;

/** What docs/dashboard.md and docs/bot.md show. */
const SHOWN: readonly string[] = [
  'overview-light-desktop',
  'overview-dark-phone',
  'pull-request-dark-desktop',
  'pull-request-light-phone',
  'installations-light-desktop',
  'set-up-light-desktop',
];

/**
 * Opens every page of the bot light and dark, wide and narrow, and has axe look for what keeps people out. The documents show some of them;
 * `--all FOLDER` keeps them all there.
 */
async function main(): Promise<void> {
  const { all } = parseArgs({ options: { all: { type: 'string' } } }).values;
  await using sites = await openSites();
  for (const folder of [fileURLToPath(FOLDER), ...(all === undefined ? [] : [all])])
    mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  try {
    for (const { name, session, open } of pagesOf(sites)) {
      for (const scheme of ['light', 'dark'] as const) {
        for (const width of [1200, 390]) {
          const kind = `${name}-${scheme}-${width > 600 ? 'desktop' : 'phone'}`;
          const { picture, problems } = await look(browser, { session, scheme, width, open });
          if (SHOWN.includes(kind)) writeFileSync(new URL(`${kind}.png`, FOLDER), picture);
          if (all !== undefined) writeFileSync(join(all, `${kind}.png`), picture);
          process.stdout.write(`${kind}: ${problems.length === 0 ? 'nothing to mend' : problems.join('\n  ')}\n`);
          if (problems.length > 0) process.exitCode = 1;
        }
      }
    }
  } finally {
    await browser.close();
  }
}

interface Sites extends AsyncDisposable {
  /** Where the dashboard listens, and the set-up page. */
  readonly dashboard: string;
  readonly setUp: string;
  /** Of an operator. */
  readonly session: SessionCookie;
  readonly blocked: Pick<BlockedPullRequest, 'repository' | 'number'>;
}

interface SessionCookie {
  readonly name: string;
  readonly value: string;
  readonly url: string;
}

/** The bot's pages, with a month behind them, at a GitHub of their own. */
async function openSites(): Promise<Sites> {
  await using opened = new AsyncDisposableStack();
  const github = opened.use(await startGitHub());
  for (const account of ACCOUNTS) github.createOrganization(account, { owner: 'olivia' });
  github.signIn('olivia');
  const registered = { permissions: BOT_PERMISSIONS, events: BOT_EVENTS };
  const [acme, globex] = ['acme', 'globex'].map((account) =>
    github.installApp('tidewaiter', { account, ...registered }),
  );
  if (!acme || !globex) throw new Error('the App is not installed');
  globex.grant({ ...BOT_PERMISSIONS, checks: 'read' });
  github.installApp('tidewaiter', { account: 'initech' }).suspend();

  const database = await openTestDatabase();
  opened.defer(() => database.close());
  await seedMonth(database, NOW);
  await seedWork(database, NOW, [acme.installationId, globex.installationId]);
  const value = await beginSession(database, { login: 'olivia', repositories: [], expiresAt: new Date(NOW + 60_000) });
  const [blocked] = await blockedNow(database, 'everything');
  if (!blocked) throw new Error('nothing is blocked: the seed has changed');

  const options = optionsFor(github, acme, database);
  const dashboardSite = createDashboardSite({
    ...options,
    signIn: { ...options.signIn, publicUrl: undefined },
    operators: ['olivia'],
    now: () => NOW,
  });
  const setUpSite = createSetUpSite({
    ...github,
    token: TOKEN,
    publicUrl: 'https://tidewaiter.example',
    allowsCommits: false,
    now: () => NOW,
    register: async () => {},
    report: (error) => process.stderr.write(`${error}\n`),
  });
  const open = async (site: Hono) => {
    const { url, stop } = await listen(site, { host: '127.0.0.1', port: 0, setting: 'PORT' });
    opened.defer(stop);
    return url;
  };
  const [dashboard, setUp] = [await open(dashboardSite), await open(setUpSite)];
  const session = { name: 'tidewaiter-session', value, url: dashboard };
  const owned = opened.move();
  return { dashboard, setUp, session, blocked, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

interface PageOfBot {
  readonly name: string;
  readonly session: SessionCookie | undefined;
  readonly open: (page: Page) => Promise<unknown>;
}

function pagesOf({ dashboard, setUp, session, blocked: { repository, number } }: Sites): readonly PageOfBot[] {
  const at = (address: string) => (page: Page) => page.goto(address);
  const setUpAddress = `${setUp}/set-up?token=${TOKEN}`;
  const manifestOf = (owner: string) => `${setUpAddress}&${new URLSearchParams({ owner, address: setUp })}`;
  // GitHub has one App of a name.
  const owners = ACCOUNTS.values();
  const makeApp = async (page: Page) => {
    await page.goto(manifestOf(owners.next().value ?? ''));
    await page.click('button');
    await page.waitForURL('**/set-up/callback?*');
  };
  return [
    { name: 'overview', session, open: at(`${dashboard}/`) },
    { name: 'pull-request', session, open: at(`${dashboard}/${repository}/pull/${number}`) },
    { name: 'installations', session, open: at(`${dashboard}/installations`) },
    { name: 'sign-in', session: undefined, open: at(`${dashboard}/`) },
    { name: 'set-up', session: undefined, open: at(setUpAddress) },
    { name: 'manifest', session: undefined, open: at(manifestOf('acme')) },
    { name: 'done', session: undefined, open: makeApp },
  ];
}

interface Look extends Omit<PageOfBot, 'name'> {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
}

interface Looked {
  readonly picture: Buffer;
  readonly problems: readonly string[];
}

async function look(browser: Browser, { session, scheme, width, open }: Look): Promise<Looked> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 } });
  try {
    if (session !== undefined) await context.addCookies([session]);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => {
      // Pages load nothing but themselves, and that of whoever is not signed in is answered with 403.
      if (!message.text().startsWith('Failed to load resource')) trouble.push(message.text());
    });
    await open(page);
    const picture = await page.screenshot({ fullPage: true });
    return { picture, problems: [...trouble, ...(await findBarriers(page)), ...(await findOverflow(page))] };
  } finally {
    await context.close();
  }
}

async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<{ id: string; help: string; nodes: { html: string }[] }[]>(
    'axe.run().then(({ violations }) => violations)',
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html}`);
}

async function findOverflow(page: Page): Promise<readonly string[]> {
  const isWider = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
  return isWider ? ['the page is wider than its window'] : [];
}

await main();
