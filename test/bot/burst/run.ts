/**
 * Many pull requests are opened and pushed to within seconds, and the figures of the bot are printed:
 * `npm run burst -- [--pull-requests 500] [--pushes 3] [--installations 50] [--seconds 10] [--database pglite|postgresql] [--processes 1|2]`
 * Without a database named, PGlite, and PostgreSQL with one process and with two.
 */
import { parseArgs } from 'node:util';
import type { Storage } from '../processes.ts';
import { type PostgresqlServer, startPostgresql } from '../start-postgresql.ts';
import { type BurstReport, playBurst } from './play-burst.ts';

const { values } = parseArgs({
  options: {
    'pull-requests': { type: 'string', default: '500' },
    pushes: { type: 'string', default: '3' },
    installations: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
    database: { type: 'string' },
    processes: { type: 'string' },
  },
});

const reports: Record<string, Readonly<Record<string, string>>> = {};
let areRight = true;
if (values.database !== 'postgresql') await play('PGlite', { kind: 'pglite' });
if (values.database !== 'pglite') await playOnPostgresql();
console.table(turned(reports));
process.exitCode = areRight ? 0 : 1;

async function playOnPostgresql(): Promise<void> {
  const server = await startPostgresql();
  try {
    for (const processes of values.processes === undefined ? [1, 2] : [Number(values.processes)])
      await play(`PostgreSQL, ${processes}`, await storageOn(server, processes));
  } finally {
    await server.remove();
  }
}

async function storageOn(server: PostgresqlServer, processes: number): Promise<Storage> {
  return { kind: 'postgresql', url: await server.createDatabase(`burst_${processes}`), processes };
}

async function play(name: string, storage: Storage): Promise<void> {
  const report = await playBurst({
    storage,
    pullRequests: Number(values['pull-requests']),
    pushes: Number(values.pushes),
    installations: Number(values.installations),
    seconds: Number(values.seconds),
  });
  for (const violation of report.violations) console.error(violation);
  areRight &&= report.unjudged === 0 && report.violations.length === 0;
  reports[name] = rowsOf(report);
}

function rowsOf(report: BurstReport): Readonly<Record<string, string>> {
  const { answers, judgements, installationSeconds, bots, twin } = report;
  const slowest = Math.max(...installationSeconds);
  const mean = installationSeconds.reduce((sum, seconds) => sum + seconds, 0) / installationSeconds.length;
  const botSeconds = bots.reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    'pushed within, s': report.pushedForSeconds.toFixed(1),
    'deliveries remembered': String(answers.remembered.length),
    'deliveries of no use': String(answers.ignored.length),
    'deliveries not taken': String(report.failed),
    'answer to what is remembered, p50 / p99, ms': percentilesOf(answers.remembered),
    'answer to what is of no use, p50 / p99, ms': percentilesOf(answers.ignored),
    'judgements begun': String(judgements.begun),
    'of these the head moved': String(judgements.superseded),
    'pull requests without a right check': String(report.unjudged),
    'all judged after, s': slowest.toFixed(1),
    'slowest installation against the mean': (slowest / mean).toFixed(2),
    'peak memory of each process, MiB': bots.map(({ peakMemory }) => peakMemory.toFixed(0)).join(' + '),
    'processor, bot / twin, s': `${botSeconds.toFixed(0)} / ${twin.seconds.toFixed(0)}`,
    'share of the twin, %': ((100 * twin.seconds) / (twin.seconds + botSeconds)).toFixed(0),
    'calls of the API': String(report.apiCalls),
  };
}

function percentilesOf(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((left, right) => left - right);
  return [0.5, 0.99].map((part) => sorted[Math.floor(part * (sorted.length - 1))]?.toFixed(0) ?? 'none').join(' / ');
}

/** A column for each database. */
function turned(columns: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const names = Object.keys(Object.values(columns)[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.fromEntries(Object.entries(columns).map(([column, rows]) => [column, rows[name]])),
    ]),
  );
}
