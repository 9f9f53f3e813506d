import { utcDay } from '../../src/base/utc-day.ts';
import type { Queryable } from '../database/database.ts';
import { readFigures } from '../queue/read-figures.ts';
import { blockedNow } from '../store/blocked-now.ts';
import { listExemptions } from '../store/exemptions.ts';
import { readMendings } from '../store/mendings.ts';
import { latestJudgements } from '../store/read-judgements.ts';
import { violationsByDay } from '../store/violations-by-day.ts';
import { DAYS, type Overview } from './overview-page.ts';
import type { Visitor } from './visitor.ts';

const LATEST = 10;

/** What the overview tells to somebody: of nothing but what they may see. */
export async function readOverview(
  database: Queryable,
  { repositories, isOperator }: Visitor,
  now: number,
): Promise<Overview> {
  const since = startOfDay(now, DAYS - 1);
  const [blocked, violations, mendings, exemptions, latest, queue] = await Promise.all([
    blockedNow(database, repositories),
    violationsByDay(database, repositories, since),
    readMendings(database, repositories, since),
    listExemptions(database, repositories, utcDay(now)),
    latestJudgements(database, repositories, LATEST),
    isOperator ? readFigures(database) : undefined,
  ]);
  return { now, blocked, violations, mendings, exemptions, latest, queue };
}

const DAY_MS = 86_400_000;

/** So many days ago, in UTC. */
function startOfDay(now: number, daysAgo: number): Date {
  return new Date((Math.floor(now / DAY_MS) - daysAgo) * DAY_MS);
}
