import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { migrate, requireSchema } from '../../../bot/database/migrate.ts';
import { MIGRATIONS, type Migration } from '../../../bot/database/migrations.ts';
import { blockedNow } from '../../../bot/store/blocked-now.ts';
import { findProposal } from '../../../bot/store/proposals.ts';
import { violationsByDay } from '../../../bot/store/violations-by-day.ts';
import { openTestDatabase } from '../open-database.ts';

const NEXT = MIGRATIONS.length + 1;

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterEach(async () => {
  await database.query('drop table if exists tidewaiter.colours');
  await database.query('delete from tidewaiter.migrations where number >= $1', [NEXT]);
});
afterAll(() => database.close());

test('the steps are numbered without a gap', () => {
  expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});

test('a step that is new is taken once, whole or not at all', async () => {
  const broken = step('create table tidewaiter.colours (name text)', 'insert into tidewaiter.shapes values (1)');
  await expect(migrate(database, [...MIGRATIONS, broken])).rejects.toThrow('shapes');
  const whole = step('create table tidewaiter.colours (name text)', "insert into tidewaiter.colours values ('red')");
  await migrate(database, [...MIGRATIONS, whole]);
  await migrate(database, [...MIGRATIONS, whole]);
  expect(await database.query('select name from tidewaiter.colours')).toEqual([{ name: 'red' }]);
});

test('a database of a newer version is refused', async () => {
  await migrate(database, [...MIGRATIONS, step('create table tidewaiter.colours (name text)')]);
  await expect(migrate(database)).rejects.toMatchObject({
    name: 'ConfigError',
    code: 'bot/schema',
    message: `The database is of a newer Tidewaiter: its schema has step ${NEXT} (colours), this version knows ${NEXT - 1}`,
  });
});

test('a step that has become another is refused', async () => {
  await migrate(database, [...MIGRATIONS, step('create table tidewaiter.colours (name text)')]);
  const changed = step('create table tidewaiter.colours (name text not null)');
  await expect(migrate(database, [...MIGRATIONS, changed])).rejects.toMatchObject({ code: 'bot/schema' });
});

function step(...statements: readonly string[]): Migration {
  return { number: NEXT, name: 'colours', statements };
}

test('whoever only reads is let in by just the schema that it knows, and changes nothing', async () => {
  const next = step('create table tidewaiter.colours (name text)');
  const numbers = () => database.query('select number from tidewaiter.migrations order by number');
  const before = await numbers();
  await requireSchema(database);
  await expect(requireSchema(database, [...MIGRATIONS, next])).rejects.toMatchObject({
    code: 'bot/schema',
    message: `The database is of an older Tidewaiter: its schema lacks step ${NEXT} (colours)`,
  });
  await expect(requireSchema(database, MIGRATIONS.slice(0, -1))).rejects.toThrow('newer Tidewaiter');
  expect(await numbers()).toEqual(before);
});

test('what older versions have remembered is kept', async () => {
  await database.query('drop schema tidewaiter cascade');
  await migrate(
    database,
    MIGRATIONS.filter(({ number }) => number <= 4),
  );
  for (const statement of OLD) await database.query(statement);
  await migrate(database);
  expect(await blockedNow(database, 'everything')).toMatchObject([{ repository: 'acme/shop', number: 7 }]);
  expect(await violationsByDay(database, 'everything', new Date(0))).toEqual([
    { day: '2026-05-17', policy: 'limits', level: 'enforce', count: 2 },
  ]);
  const proposal = { asker: 'maria', askerId: 583231, headSha: 'c'.repeat(40) };
  for (const at of ['tidewaiter/exempt-7-21', proposal.headSha])
    expect(await findProposal(database, { repository: 'acme/shop', at })).toEqual(proposal);
});

/** As step 4 had it: a pull request is blocked, another is closed, and somebody asked for an exemption. */
const OLD = [
  ...[7, 8].map(
    (number) =>
      `insert into tidewaiter.judgements
        (repository, number, head_sha, base_branch, started_at, outcome, reasons, blocking, files, objects, policies, not_judged)
      values ('acme/shop', ${number}, 'a', 'main', '2026-05-17T12:00:00Z', 'block', '[]', 2, 1, 1, 1, 0)`,
  ),
  "insert into tidewaiter.closed_pull_requests values ('acme/shop', 8, now())",
  `insert into tidewaiter.judgement_findings values
    (1, 'limits', 'check', 'enforce', 'new', 2, 0, 0, '2026-05-17T12:00:00Z'),
    (2, 'limits', 'check', 'enforce', 'new', 2, 0, 0, '2026-05-16T12:00:00Z')`,
  ...['tidewaiter/exempt-7-21', 'c'.repeat(40)].map(
    (at) =>
      `insert into tidewaiter.state values
        ('proposal acme/shop ${at}', '{"asker":"maria","askerId":583231,"headSha":"${'c'.repeat(40)}"}')`,
  ),
];
