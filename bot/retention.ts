import type { Database } from './database/database.ts';
import type { Log } from './log/open-log.ts';
import { removeOlderThan } from './store/remove-older-than.ts';

const SIX_HOURS_MS = 6 * 60 * 60 * 1000;

/**
 * Forgets what is older than so many days: now, and again and again. Several processes may do so at once. A server takes back the room of what
 * is gone by itself; PGlite has to be told.
 */
export function startForgetting(database: Database, days: number, log: Log): () => void {
  const forget = async () => {
    try {
      const { judgements, deliveries } = await removeOlderThan(database, days);
      if (database.kind === 'pglite') await database.pglite.exec('VACUUM');
      log.info(`forgot ${judgements} judgements and ${deliveries} deliveries`);
    } catch (error) {
      log.warn('what is old could not be forgotten', { error });
    }
  };
  void forget();
  const timer = setInterval(forget, SIX_HOURS_MS).unref();
  return () => clearInterval(timer);
}
