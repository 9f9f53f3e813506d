import type { Queryable } from '../database/database.ts';

export interface LastDelivery {
  readonly installation: number;
  readonly receivedAt: Date;
  readonly event: string;
}

/** When each installation was last heard of: one that is silent may have lost its webhook. */
export function lastDeliveries(database: Queryable): Promise<readonly LastDelivery[]> {
  return database.query<LastDelivery>(
    `select distinct on (installation) installation, received_at as "receivedAt", event
    from tidewaiter.deliveries where installation is not null order by installation, received_at desc`,
  );
}
