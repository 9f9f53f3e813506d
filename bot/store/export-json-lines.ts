import type { Queryable } from '../database/database.ts';
import { judgementsAfter } from './read-judgements.ts';

/** All that is remembered of judgements and deliveries, a JSON object a line, the oldest first. Its lines are `{ "kind": "judgement", … }`. */
export async function* exportJsonLines(database: Queryable): AsyncIterable<string> {
  for await (const judgement of allJudgements(database)) yield lineOf('judgement', judgement);
  for await (const delivery of allDeliveries(database)) yield lineOf('delivery', delivery);
}

function lineOf(kind: string, record: object): string {
  return `${JSON.stringify({ kind, ...record })}\n`;
}

const PAGE = 500;

async function* allJudgements(database: Queryable): AsyncIterable<object> {
  let last = 0;
  for (;;) {
    const page = await judgementsAfter(database, last, PAGE);
    for (const { judgement } of page) yield judgement;
    const end = page.at(-1);
    if (!end) return;
    last = end.id;
  }
}

async function* allDeliveries(database: Queryable): AsyncIterable<object> {
  let last: { readonly id: string; readonly receivedAt: string } = { id: '', receivedAt: '-infinity' };
  for (;;) {
    const page = await database.query<typeof last>(
      `select id, event, action, installation, repository, ${ISO} as "receivedAt" from tidewaiter.deliveries
      where (received_at, id) > ($1::timestamptz, $2) order by received_at, id limit $3`,
      [last.receivedAt, last.id, PAGE],
    );
    yield* page;
    const end = page.at(-1);
    if (!end) return;
    last = end;
  }
}

// As text it has its microseconds: as a date one of two in the same millisecond might be missed.
const ISO = `to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
