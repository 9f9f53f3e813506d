/**
 * Kills the bot at random moments, and prints where and what was lost:
 * `npm run soak -- [--runs 200] [--seed 1] [--pull-requests 20] [--kills 2] [--database pglite|postgresql]`
 * Without a database named, every second run is on PostgreSQL, with two processes. More than 5 kills in a run may hit each try of a job, which
 * then is given up, and rightly so; here that would count as a loss.
 */
import { parseArgs } from 'node:util';
import type { Storage } from '../processes.ts';
import { startPostgresql } from '../start-postgresql.ts';
import { type Kill, playRun, type RunReport } from './play-run.ts';

type Played = RunReport & { readonly database: Storage['kind'] };

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    'pull-requests': { type: 'string', default: '20' },
    kills: { type: 'string', default: '2' },
    database: { type: 'string' },
  },
});

const server = values.database === 'pglite' ? undefined : await startPostgresql();
const played: Played[] = [];
for (let run = 0; run < Number(values.runs); run += 1) {
  const seed = Number(values.seed) + run;
  const storage = await storageOf(seed);
  const started = performance.now();
  const report = await playRun({
    seed,
    storage,
    pullRequests: Number(values['pull-requests']),
    kills: Number(values.kills),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `seed ${seed}, ${storage.kind}: ${report.deliveries} deliveries (${report.failed} reached nobody), ${seconds} s; ` +
      `killed after ${report.kills.map(({ after }) => after).join(' and after ')}`,
  );
  for (const loss of report.losses) console.error(`  LOST: ${loss}`);
  played.push({ ...report, database: storage.kind });
}
await server?.remove();

const killed = played.flatMap(({ kills }) => kills);
console.table(countBy(killed, ({ doing }) => doing));
console.table(countBy(killed, ({ after }) => after));
const databases = [...Map.groupBy(played, ({ database }) => database)];
console.table(Object.fromEntries(databases.map(([database, runs]) => [database, totalsOf(runs)])));
process.exitCode = played.every(({ losses }) => losses.length === 0) ? 0 : 1;

function countBy(kills: readonly Kill[], textOf: (kill: Kill) => string): Readonly<Record<string, { kills: number }>> {
  const counts = [...Map.groupBy(kills, textOf)].map(([text, all]) => [text, { kills: all.length }] as const);
  return Object.fromEntries(counts.toSorted(([, left], [, right]) => right.kills - left.kills));
}

function totalsOf(runs: readonly Played[]): Readonly<Record<string, number>> {
  const total = (numberOf: (run: Played) => number) => runs.reduce((sum, run) => sum + numberOf(run), 0);
  return {
    runs: runs.length,
    kills: total(({ kills }) => kills.length),
    deliveries: total(({ deliveries }) => deliveries),
    'reached nobody': total(({ failed }) => failed),
    commands: total(({ commands }) => commands),
    losses: total(({ losses }) => losses.length),
  };
}

async function storageOf(seed: number): Promise<Storage> {
  const isPglite = server === undefined || (values.database === undefined && seed % 2 === 1);
  return isPglite
    ? { kind: 'pglite' }
    : { kind: 'postgresql', url: await server.createDatabase(`soak_${seed}`), processes: 2 };
}
