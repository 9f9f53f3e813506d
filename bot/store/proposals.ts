import { isObject } from '../../src/base/json.ts';
import type { Queryable } from '../database/database.ts';
import { readState, writeState } from './state.ts';

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
export async function rememberProposal(database: Queryable, place: ProposalPlace, proposal: Proposal): Promise<void> {
  const text = JSON.stringify(proposal);
  await writeState(database, keyOf({ ...place, at: proposal.headSha }), text);
  await writeState(database, keyOf(place), text);
}

export async function findProposal(database: Queryable, place: ProposalPlace): Promise<Proposal | undefined> {
  const text = await readState(database, keyOf(place));
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!isObject(value)) return undefined;
  const { asker, askerId, headSha } = value;
  if (typeof asker !== 'string' || typeof askerId !== 'number' || typeof headSha !== 'string') return undefined;
  return { asker, askerId, headSha };
}

function keyOf({ repository, at }: ProposalPlace): string {
  return `proposal ${repository.toLowerCase()} ${at}`;
}
