import { maySee } from '../rest/access.ts';
import { type ApiCall, actorOf } from '../rest/route.ts';
import type { RepositoryState } from '../state/model.ts';
import { findNode, presentNode } from './find-node.ts';
import { graphqlError, noNode } from './graphql-error.ts';
import { presentActor, presentRepository } from './present.ts';

/** The fields of Query that the twin knows. */
export const queries = { viewer, repository, node, nodes, rateLimit };

/** The viewer of an App's token is told as a user, with `[bot]` in its login; as an author it has none. */
function viewer(_input: unknown, call: ApiCall) {
  const actor = actorOf(call);
  return { ...presentActor(call, actor), __typename: 'User', login: actor.login };
}

function repository({ owner, name }: { owner: string; name: string }, call: ApiCall) {
  const found = visibleRepositories(call).find(
    (other) =>
      other.owner.login.toLowerCase() === owner.toLowerCase() && other.name.toLowerCase() === name.toLowerCase(),
  );
  if (found === undefined) {
    throw graphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  }
  return presentRepository(call, found);
}

function visibleRepositories(call: ApiCall): readonly RepositoryState[] {
  return [...call.world.repositories.values()].filter((other) => maySee(call.token, other));
}

function node({ id }: { id: string }, call: ApiCall) {
  const found = findNode(call, id);
  if (found === undefined) throw noNode(id);
  return presentNode(call, found);
}

function nodes({ ids }: { ids: readonly string[] }, call: ApiCall) {
  return ids.map((id) => node({ id }, call));
}

function rateLimit() {
  return {
    cost: 1,
    limit: 5000,
    remaining: 4999,
    used: 1,
    nodeCount: 1,
    resetAt: new Date(Date.now() + 3_600_000).toISOString(),
  };
}
