import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';
import type { Delivery, QueuedJob } from './queue.ts';

/** A delivery and what is to be done because of it. */
export interface Arrival {
  readonly delivery: Delivery;
  readonly jobs: readonly QueuedJob[];
  /** What else is remembered of it, in the same transaction. */
  readonly remember: ((transaction: Queryable) => Promise<void>) | undefined;
}

/** @returns those that had not been known, each delivery once */
export async function rememberArrivals(
  transaction: Queryable,
  arrivals: readonly Arrival[],
): Promise<readonly Arrival[]> {
  const byId = new Map(arrivals.toReversed().map((arrival) => [arrival.delivery.id, arrival]));
  const deliveries = [...byId.values()].map(({ delivery }) => storable(delivery));
  const fresh = await transaction.query<{ id: string }>(
    `insert into tidewaiter.deliveries (id, event, action, installation, repository)
    select id, event, action, installation, repository
    from jsonb_to_recordset($1::text::jsonb)
      as arrived (id text, event text, action text, installation bigint, repository text)
    order by id on conflict do nothing returning id`,
    [JSON.stringify(deliveries)],
  );
  const ids = new Set(fresh.map(({ id }) => id));
  return arrivals.filter((arrival) => ids.has(arrival.delivery.id) && byId.get(arrival.delivery.id) === arrival);
}

function storable({ id, event, action, installation, repository }: Delivery) {
  return {
    id,
    event,
    installation,
    ...(action !== undefined && { action: storableText(action) }),
    ...(repository !== undefined && { repository: storableText(repository) }),
  };
}
