/**
 * Kills the bot at random moments, and prints where and what was lost:
 * `npm run soak -- [--runs 200] [--seed 1] [--pull-requests 20] [--kills 2] [--database pglite|postgresql]`
 * Without a database named, every second run is on PostgreSQL, with two processes.
 */
import { parseArgs } from 'node:util';
import { startPostgresql } from '../start-postgresql.ts';
import { playRun } from './play-run.ts';
import type { Storage } from './processes.ts';

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
const killedAfter: string[] = [];
let lost = 0;
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
      `killed after ${report.killedAfter.join(' and after ')}`,
  );
  for (const loss of report.losses) console.error(`  LOST: ${loss}`);
  killedAfter.push(...report.killedAfter);
  lost += report.losses.length;
}
await server?.remove();

const counts = [...Map.groupBy(killedAfter, (call) => call)].map(([call, all]) => ({ call, kills: all.length }));
console.table(counts.toSorted((left, right) => right.kills - left.kills));
console.log(`${lost} losses`);
process.exitCode = lost === 0 ? 0 : 1;

async function storageOf(seed: number): Promise<Storage> {
  const isPglite = server === undefined || (values.database === undefined && seed % 2 === 1);
  return isPglite ? { kind: 'pglite' } : { kind: 'postgresql', url: await server.createDatabase(`soak_${seed}`) };
}
