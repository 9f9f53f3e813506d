import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../bot/database/database.ts';
import { migrate } from '../../../bot/database/migrate.ts';
import { MIGRATIONS, type Migration } from '../../../bot/database/migrations.ts';
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
