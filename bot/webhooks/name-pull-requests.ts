import { isObject, type JsonObject } from '../../src/base/json.ts';
import type { Queryable } from '../database/database.ts';
import { pullRequestsOfHead } from '../store/pull-requests-of-head.ts';
import type { Letter } from './letter.ts';
import { objectsAt, textAt } from './payload.ts';

/**
 * GitHub names no pull request where a check of a fork's commit is run again, or one of its buttons is pressed. The bot remembers which it
 * has judged at that commit.
 */
export async function namePullRequests(letter: Letter, database: Queryable): Promise<Letter> {
  const { event, payload } = letter;
  if (event !== 'check_run' && event !== 'check_suite') return letter;
  const check = payload[event];
  const repository = textAt(payload, 'repository', 'full_name');
  const headSha = textAt(payload, event, 'head_sha');
  const isAsked = ASKED_ACTIONS.includes(textAt(payload, 'action') ?? '');
  if (!isAsked || !isObject(check) || repository === undefined || headSha === undefined) return letter;
  if (objectsAt(check, 'pull_requests').length > 0) return letter;
  const numbers = await pullRequestsOfHead(database, repository, headSha);
  const named: JsonObject = { ...check, pull_requests: numbers.map((number) => ({ number })) };
  return { ...letter, payload: { ...payload, [event]: named } };
}

const ASKED_ACTIONS: readonly string[] = ['rerequested', 'requested_action'];
