import { afterAll, beforeAll, describe, it } from 'vitest';
import { type PostgresqlServer, startPostgresql } from '../start-postgresql.ts';
import { playRun } from './play-run.ts';

// `npm run soak` plays many more.
const PLAN = { pullRequests: 4, kills: 1 };
const PATIENCE = { timeout: 1_000_000 };
let server: PostgresqlServer;

beforeAll(async () => {
  server = await startPostgresql();
}, 60_000);
afterAll(() => server.remove());

// At once: most of the time is spent waiting until a process that was killed is missed.
describe.concurrent('nothing is lost amid pushes, comments and replays', () => {
  it.for([1, 2])('when the only process is killed (seed %i)', PATIENCE, async (seed, { expect }) => {
    const { losses, failed } = await playRun({ ...PLAN, seed, storage: { kind: 'pglite' } });
    expect(losses).toEqual([]);
    // What was sent while it was dead.
    expect(failed).toBeGreaterThan(0);
  });

  it('when one of two processes is killed', PATIENCE, async ({ expect }) => {
    const storage = { kind: 'postgresql', url: await server.createDatabase('soak'), processes: 2 } as const;
    expect((await playRun({ ...PLAN, seed: 3, storage })).losses).toEqual([]);
  });
});
