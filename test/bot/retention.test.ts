import { expect, it } from 'vitest';
import { openLog } from '../../bot/log/open-log.ts';
import { startForgetting } from '../../bot/retention.ts';
import { openTestDatabase } from './open-database.ts';

it('forgets, and gives the room of what is gone back to PGlite', async () => {
  const database = await openTestDatabase();
  await database.query('CREATE TABLE crowd AS SELECT generate_series(1, 1000) AS number');
  await database.query('DELETE FROM crowd');
  const lines: string[] = [];
  const log = openLog({ level: 'info', now: () => new Date(), write: (line) => void lines.push(line) });
  const stop = startForgetting(database, 90, log);
  await expect.poll(() => lines.join('')).toContain('forgot 0 judgements and 0 deliveries');
  stop();
  const [size] = await database.query<{ bytes: number }>("SELECT pg_relation_size('crowd') AS bytes");
  expect(size?.bytes).toBe(0);
  await database.close();
});
