import type { Database } from '../database/database.ts';

/**
 * Forgets what is older. The last judgement of a pull request stays, however old it is, as long as GitHub says now and then that it is open: what
 * is blocked stays blocked.
 *
 * @returns how many judgements and deliveries went
 */
export async function removeOlderThan(
  database: Database,
  days: number,
  now = new Date(),
): Promise<{ readonly judgements: number; readonly deliveries: number }> {
  const end = new Date(now.getTime() - days * DAY);
  return database.transaction(async (transaction) => {
    await transaction.query('delete from tidewaiter.open_pull_requests where seen_at < $1', [end]);
    const judgements = await transaction.query(
      `delete from tidewaiter.judgements old where started_at < $1 and not (
        number is not null
        and not exists (select 1 from tidewaiter.judgements newer
          where newer.repository = old.repository and newer.number = old.number and newer.id > old.id)
        and exists (select 1 from tidewaiter.open_pull_requests open
          where open.repository = old.repository and open.number = old.number)
      ) returning id`,
      [end],
    );
    const deliveries = await transaction.query(
      'delete from tidewaiter.deliveries where received_at < $1 returning id',
      [end],
    );
    // Without it its pull request would stay red for good. It is judged as it was proposed, or never passes.
    await transaction.query(
      `delete from tidewaiter.proposals where proposed_at < $1 and not exists (
        select 1 from tidewaiter.open_pull_requests join tidewaiter.judgements using (repository, number)
        where lower(repository) = proposals.repository and judgements.head_sha = proposals.head_sha
      )`,
      [end],
    );
    await transaction.query('delete from tidewaiter.refusals where said_at < $1', [end]);
    await transaction.query('delete from tidewaiter.exemptions where read_at < $1', [end]);
    await transaction.query('delete from tidewaiter.sessions where expires_at < $1', [now]);
    // A repository whose last turn has been served begins with the present one, whether it is remembered or not.
    await transaction.query(
      "delete from tidewaiter.turns where turn <= (select value::integer from tidewaiter.state where key = 'turn')",
    );
    return { judgements: judgements.length, deliveries: deliveries.length };
  });
}

const DAY = 24 * 3600 * 1000;
