import type { Queryable } from '../database/database.ts';
import { storableText } from '../database/storable-text.ts';

/** A pull request of the bot's own that somebody asked for. */
export interface Proposal {
  /** Whose approval does not count. */
  readonly asker: string;
  /** GitHub's, which stays the same when they take another login. */
  readonly askerId: number;
  /** The commit that the bot made. */
  readonly headSha: string;
}

export interface ProposalPlace {
  /** `acme/shop`. */
  readonly repository: string;
  /** The branch that it is on, or the commit that it is. */
  readonly at: string;
}

/** A proposal is found again by its branch, and by its commit: of that anybody may open another pull request. */
export async function rememberProposal(
  database: Queryable,
  { repository, at }: ProposalPlace,
  { asker, askerId, headSha }: Proposal,
): Promise<void> {
  await database.query(
    `insert into tidewaiter.proposals (repository, at, asker, asker_id, head_sha) select $1, unnest($2::text[]), $3, $4, $5
    on conflict (repository, at) do update
      set asker = excluded.asker, asker_id = excluded.asker_id, head_sha = excluded.head_sha, proposed_at = excluded.proposed_at`,
    [keyOf(repository), [storableText(at), headSha], storableText(asker), askerId, headSha],
  );
}

export async function findProposal(
  database: Queryable,
  { repository, at }: ProposalPlace,
): Promise<Proposal | undefined> {
  const [proposal] = await database.query<Proposal>(
    `select asker, asker_id as "askerId", head_sha as "headSha" from tidewaiter.proposals where repository = $1 and at = $2`,
    [keyOf(repository), storableText(at)],
  );
  return proposal;
}

function keyOf(repository: string): string {
  return storableText(repository.toLowerCase());
}
