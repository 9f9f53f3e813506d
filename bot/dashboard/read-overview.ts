import { utcDay } from '../../src/base/utc-day.ts';
import type { Queryable } from '../database/database.ts';
import { readFigures } from '../queue/read-figures.ts';
import { blockedNow } from '../store/blocked-now.ts';
import { listExemptions } from '../store/exemptions.ts';
import { readMendings } from '../store/mendings.ts';
import { countFailures, latestFailures, latestJudgements } from '../store/read-judgements.ts';
import { violationsByDay } from '../store/violations-by-day.ts';
import { DAYS, type Overview } from './overview-page.ts';
import type { Progress } from './queue-section.ts';
import type { Visitor } from './visitor.ts';

const LATEST = 10;

/** What the overview tells to somebody: of nothing but what they may see. */
export async function readOverview(
  database: Queryable,
  { repositories, isOperator }: Visitor,
  now: number,
): Promise<Overview> {
  const since = startOfDay(now, DAYS - 1);
  const [blocked, violations, mendings, exemptions, latest, progress] = await Promise.all([
    blockedNow(database, repositories),
    violationsByDay(database, repositories, since),
    readMendings(database, repositories, since),
    listExemptions(database, repositories, utcDay(now)),
    latestJudgements(database, repositories, LATEST),
    isOperator ? readProgress(database, since) : undefined,
  ]);
  return { now, blocked, violations, mendings, exemptions, latest, progress };
}

async function readProgress(database: Queryable, since: Date): Promise<Progress> {
  const [queue, count, latest] = await Promise.all([
    readFigures(database),
    countFailures(database, since),
    latestFailures(database, since, LATEST),
  ]);
  return { queue, failures: { count, latest } };
}

const DAY_MS = 86_400_000;

/** So many days ago, in UTC. */
function startOfDay(now: number, daysAgo: number): Date {
  return new Date((Math.floor(now / DAY_MS) - daysAgo) * DAY_MS);
}
