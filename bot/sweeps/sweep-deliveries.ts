import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import { readState, writeState } from '../store/state.ts';
import { isHeardEvent } from '../webhooks/letter.ts';
import { type Attempt, chooseRedeliveries } from './choose-redeliveries.ts';
import type { SweepDependencies } from './dependencies.ts';

/** The remaining ones are due the next time: what was lost in a long outage does not come all at once. */
const MOST_AT_ONCE = 200;
/** Of so many one after the other it is GitHub that is in trouble. */
const MOST_FAILURES = 10;

/**
 * Has GitHub deliver again what did not reach the bot, or was not remembered by it. GitHub does not try again by itself, and keeps its list for
 * three days. That something is delivered twice does no harm.
 */
export async function sweepDeliveries(
  { app, database, now, log }: SweepDependencies,
  signal: AbortSignal,
): Promise<'done'> {
  const since = new Date((await readState(database, SWEPT)) ?? 0);
  const attempts = await listAttempts(app, since);
  const { due, pendingSince } = chooseRedeliveries(
    attempts.filter(({ event }) => isHeardEvent(event)),
    new Date(now()),
  );
  let failures = 0;
  for (const { id } of due.slice(0, MOST_AT_ONCE)) {
    if (signal.aborted) return 'done';
    try {
      await deliverAgain(id, app);
      failures = 0;
    } catch (error) {
      // One that GitHub cannot deliver does not keep it from delivering the others.
      failures += 1;
      if (failures === MOST_FAILURES) throw error;
      log.warn('a delivery could not be delivered again', { error });
    }
  }
  if (due.length > 0) log.info('deliveries that had failed are delivered again', { jobs: due.length });
  const next = pendingSince ?? endOf(attempts);
  if (next) await writeState(database, SWEPT, next.toISOString());
  return 'done';
}

/** Up to when there is nothing that might have to be delivered again. */
const SWEPT = 'deliveries swept until';

async function listAttempts(app: SweepDependencies['app'], since: Date): Promise<readonly Attempt[]> {
  const attempts = await app
    .asApp()
    .paginate('GET /app/hook/deliveries', { per_page: 100 }, ({ data }, done): Attempt[] => {
      const page = data.map(({ id, guid, event, delivered_at, status_code }) => ({
        id,
        guid,
        event,
        at: new Date(delivered_at),
        hasSucceeded: status_code >= 200 && status_code < 400,
      }));
      // The newest come first.
      if (page.some(({ at }) => at < since)) done();
      return page;
    });
  return attempts.filter(({ at }) => at >= since);
}

async function deliverAgain(id: Attempt['id'], app: SweepDependencies['app']): Promise<void> {
  try {
    await app.asApp().request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: asParameter(id) });
  } catch (error) {
    // GitHub has just forgotten it. The others are to be delivered all the same.
    if (!(error instanceof TidewaiterError) || !IS_GONE.has(error.code)) throw error;
  }
}

const IS_GONE: ReadonlySet<TidewaiterError['code']> = new Set(['github/not-found', 'github/refused']);

/** octokit's types know numbers alone here; it writes any integer into an address as it is. */
function asParameter(id: number | bigint): number {
  return id as number;
}

/** An attempt appears in the list once it is over. */
const LATENESS_MS = 10 * 60 * 1000;

function endOf(attempts: readonly Attempt[]): Date | undefined {
  const newest = Math.max(...attempts.map(({ at }) => at.getTime()));
  return Number.isFinite(newest) ? new Date(newest - LATENESS_MS) : undefined;
}
