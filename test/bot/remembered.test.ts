import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Queryable } from '../../bot/database/database.ts';
import { openPglite } from '../../bot/database/open-pglite.ts';
import { startGitHub } from '../github-twin/start-github.ts';
import type { GitHub, InstalledApp } from '../github-twin/twin.ts';
import { CONFIGURED, TEAM_POLICY } from './judging/shop.ts';
import { copyTemplate } from './open-database.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, runBot, SECRET } from './run-bot.ts';

let github: GitHub;
let installed: InstalledApp;
let folder: string;

beforeAll(async () => {
  github = await startGitHub();
  github.createOrganization('acme', { owner: 'olivia' });
  installed = github.installApp('tidewaiter', { account: 'acme', permissions: BOT_PERMISSIONS, events: BOT_EVENTS });
  folder = await copyTemplate();
}, 60_000);

afterAll(async () => {
  await github.stop();
  await rm(folder, { recursive: true });
});

const start = () => runBot(github, installed, { TIDEWAITER_DATA_FOLDER: folder });

/** What the bot that has the folder has left in it. */
async function inDatabase<Result>(use: (database: Queryable) => Promise<Result>): Promise<Result> {
  const database = await openPglite(folder);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

it('is forgotten when it is old, from the start on', async () => {
  await inDatabase((database) =>
    database.query(
      "insert into tidewaiter.deliveries (id, event, received_at) values ('old', 'push', now() - interval '91 days')",
    ),
  );
  await using bot = await start();
  await expect.poll(() => bot.log.join(''), { timeout: 20_000 }).toContain('forgot 0 judgements and 1 deliveries');
});

/** What only manifests say, and what only a Secret among them says. */
const [MARKER, HIDDEN] = ['m4rk3r', 'h1dd3n'] as const;
const MANIFESTS = {
  'deploy/web.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: web-${MARKER}
  namespace: ${MARKER}
  labels: { app: ${MARKER}, ${MARKER}: x }
  annotations: { "example.com/${MARKER}": "${MARKER}" }
spec:
  containers:
    - name: ${MARKER}
      image: registry.example/${MARKER}:1
      env: [{ name: COLOUR, value: "${MARKER}" }]
---
apiVersion: v1
kind: Secret
metadata: { name: ${MARKER} }
stringData: { password: ${HIDDEN} }
`,
  'deploy/broken.yaml': `apiVersion: v1
kind: Pod
metadata: { name: ${MARKER}, ${MARKER}: [${MARKER} }
`,
  'deploy/twice.yaml': `apiVersion: v1
kind: Pod
metadata: { name: ${MARKER}, name: ${MARKER} }
`,
};

it('is nothing of a manifest, and no secret', async () => {
  const files = { ...CONFIGURED, ...TEAM_POLICY };
  const shop = github.createRepository('acme/shop', { files, collaborators: { alice: 'write' } });
  shop.push('topic', MANIFESTS, { login: 'alice' });
  await using bot = await start();
  const pullRequest = shop.openPullRequest({ head: 'topic', login: 'alice' });
  await bot.settled();
  pullRequest.comment('alice', '/tidewaiter explain require-team');
  await bot.settled();
  expect(pullRequest.checks()).toMatchObject([{ conclusion: 'failure' }]);
  // People are told, at GitHub.
  expect(JSON.stringify(pullRequest.conversation())).toContain(`web-${MARKER}`);
  await bot.stop();

  const everything = await inDatabase(readEverything);
  // It has what is remembered, and what was to be done.
  expect(everything).toContain('require-team');
  expect(everything).toContain('judge-pull-request');
  for (const secret of [MARKER, HIDDEN, SECRET, 'PRIVATE KEY', 'ghs_']) expect(everything).not.toContain(secret);
});

/** Every row of every table, as text. */
async function readEverything(database: Queryable): Promise<string> {
  const tables = await database.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('tidewaiter', 'pgboss')",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select row_to_json(each)::text as row from ${name} each`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}
