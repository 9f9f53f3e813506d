import { mkdirSync, writeFileSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { createDashboardSite } from '../bot/dashboard/dashboard-site.ts';
import { openPglite } from '../bot/database/open-pglite.ts';
import { openQueue } from '../bot/queue/open-queue.ts';
import { blockedNow } from '../bot/store/blocked-now.ts';
import { beginSession } from '../bot/store/sessions.ts';
import { listen } from '../bot/web/listen.ts';
import { createSetUpSite } from '../bot/web/set-up-site.ts';
import { optionsFor } from '../test/bot/dashboard/visit.ts';
import { startGitHub } from '../test/github-twin/start-github.ts';
import { seedMonth } from './pictures/seed-month.ts';
import { openBrowser } from './pictures/take-picture.ts';

const FOLDER = new URL('../docs/images/dashboard/', import.meta.url);
const NOW = Date.parse('2026-05-18T12:00:00Z');
const TOKEN = 'set-up';

/** What docs/dashboard.md and docs/bot.md show. */
const SHOWN: readonly string[] = [
  'overview-light-desktop',
  'overview-dark-phone',
  'pull-request-dark-desktop',
  'pull-request-light-phone',
  'set-up-light-desktop',
];

/** Opens every page of the bot light and dark, wide and narrow, and has axe look for what keeps people out. The documents show some of them. */
async function main(): Promise<void> {
  await using github = await startGitHub();
  const installed = github.installApp('tidewaiter', {
    account: 'acme',
    permissions: { checks: 'write', contents: 'read' },
  });
  github.installApp('tidewaiter', { account: 'globex', permissions: { checks: 'read', contents: 'read' } });
  github.installApp('tidewaiter', { account: 'initech' }).suspend();
  const database = await openPglite(undefined);
  const queue = await openQueue(database, { report: () => {} });
  await seedMonth(database, NOW);
  const session = await beginSession(database, {
    login: 'olivia',
    repositories: [],
    expiresAt: new Date(NOW + 60_000),
  });
  const [blocked] = await blockedNow(database, 'everything');
  if (!blocked) throw new Error('nothing is blocked: the seed has changed');

  const setUpSite = createSetUpSite({
    ...github,
    token: TOKEN,
    publicUrl: 'https://tidewaiter.example',
    allowsCommits: false,
    now: () => NOW,
    register: async () => {},
    report: (error) => process.stderr.write(`${error}\n`),
  });
  const options = optionsFor(github, installed, database);
  const dashboard = createDashboardSite({
    ...options,
    signIn: { ...options.signIn, publicUrl: undefined },
    operators: ['olivia'],
    now: () => NOW,
  });
  const servers = await Promise.all(
    [setUpSite, dashboard].map((each) => listen(each, { host: '127.0.0.1', port: 0, setting: 'PORT' })),
  );
  const [setUp = '', url = ''] = servers.map((server) => server.url);
  const pages = [
    { name: 'overview', address: `${url}/`, session },
    { name: 'pull-request', address: `${url}/${blocked.repository}/pull/${blocked.number}`, session },
    { name: 'installations', address: `${url}/installations`, session },
    { name: 'sign-in', address: `${url}/`, session: undefined },
    { name: 'set-up', address: `${setUp}/set-up?token=${TOKEN}`, session: undefined },
  ];
  mkdirSync(FOLDER, { recursive: true });
  const browser = await openBrowser();
  try {
    for (const page of pages) {
      for (const scheme of ['light', 'dark'] as const) {
        for (const width of [1200, 390]) await look(browser, { ...page, scheme, width });
      }
    }
  } finally {
    await browser.close();
    await Promise.all(servers.map((server) => server.stop()));
    await queue.stop(0);
    await database.close();
  }
}

interface Look {
  readonly name: string;
  readonly address: string;
  readonly session: string | undefined;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
}

async function look(browser: Browser, { name, address, session, scheme, width }: Look): Promise<void> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 } });
  try {
    if (session !== undefined) {
      const { hostname } = new URL(address);
      await context.addCookies([{ name: 'tidewaiter-session', value: session, domain: hostname, path: '/' }]);
    }
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => {
      // Pages load nothing but themselves, and that of whoever is not signed in is answered with 403.
      if (!message.text().startsWith('Failed to load resource')) trouble.push(message.text());
    });
    await page.goto(address);
    const kind = `${name}-${scheme}-${width > 600 ? 'desktop' : 'phone'}`;
    if (SHOWN.includes(kind)) writeFileSync(new URL(`${kind}.png`, FOLDER), await page.screenshot({ fullPage: true }));
    const problems = [...trouble, ...(await findBarriers(page)), ...(await findOverflow(page))];
    process.stdout.write(`${kind}: ${problems.length === 0 ? 'nothing to mend' : problems.join('\n  ')}\n`);
    if (problems.length > 0) process.exitCode = 1;
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
