import type { Queryable } from '../database/database.ts';
import { exemptionsAfter } from './exemptions.ts';
import { judgementsAfter } from './read-judgements.ts';

/**
 * All that is remembered for people, a JSON object a line: judgements and deliveries, the oldest first, and between them what each branch
 * exempts. `kind` says which it is: `judgement`, `exemption` or `delivery`.
 */
export async function* exportJsonLines(database: Queryable): AsyncIterable<string> {
  for await (const { judgement } of everyRow(judgementsAfter, database)) yield lineOf('judgement', judgement);
  for await (const { exemptions, ...branch } of everyRow(exemptionsAfter, database)) {
    for (const exemption of exemptions) yield lineOf('exemption', { ...branch, ...exemption });
  }
  for await (const delivery of everyRow(deliveriesAfter, database)) yield lineOf('delivery', delivery);
}

function lineOf(kind: string, record: object): string {
  return `${JSON.stringify({ kind, ...record })}\n`;
}

type ReadPage<Row> = (database: Queryable, last: Row | undefined, limit: number) => Promise<readonly Row[]>;

const PAGE = 500;

async function* everyRow<Row>(readPage: ReadPage<Row>, database: Queryable): AsyncIterable<Row> {
  for (let last: Row | undefined; ; ) {
    const page = await readPage(database, last, PAGE);
    yield* page;
    last = page.at(-1);
    if (!last) return;
  }
}

interface ExportedDelivery {
  readonly id: string;
  readonly receivedAt: string;
}

/** A page of all, the oldest first. */
function deliveriesAfter(
  database: Queryable,
  last: ExportedDelivery | undefined,
  limit: number,
): Promise<readonly ExportedDelivery[]> {
  return database.query<ExportedDelivery>(
    `select id, event, action, installation, repository, ${ISO} as "receivedAt" from tidewaiter.deliveries
    where (received_at, id) > ($1::timestamptz, $2) order by received_at, id limit $3`,
    [last?.receivedAt ?? '-infinity', last?.id ?? '', limit],
  );
}

// As text it has its microseconds: as a date one of two in the same millisecond might be missed.
const ISO = `to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
