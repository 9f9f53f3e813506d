import type { Queryable } from '../database/database.ts';
import { findRepository } from '../store/find-repository.ts';
import type { Repositories } from '../store/repositories.ts';
import type { Session } from '../store/sessions.ts';

/** Somebody who has signed in, and what they may see. */
export interface Visitor {
  readonly login: string;
  readonly isOperator: boolean;
  readonly repositories: Repositories;
  /** A form without it is not theirs. */
  readonly formToken: string;
}

export function visitorOf({ login, repositories }: Session, formToken: string, operators: readonly string[]): Visitor {
  const isOperator = operators.some((operator) => operator.toLowerCase() === login.toLowerCase());
  return { login, isOperator, repositories: isOperator ? 'everything' : repositories, formToken };
}

/**
 * A repository by the name that the store has it under; undefined where they may not see it. In an address, as at GitHub, upper and lower case
 * are the same.
 */
export async function findVisible(
  database: Queryable,
  { repositories }: Visitor,
  name: string,
): Promise<string | undefined> {
  if (repositories === 'everything') return findRepository(database, name);
  return repositories.find((repository) => repository.toLowerCase() === name.toLowerCase());
}
