import { readCommit } from '../git/commits.ts';
import type { RepositoryState } from '../state/model.ts';

/** A commit as events about something else show it. */
export function presentHeadCommit(repository: RepositoryState, sha: string) {
  const { tree, author, message } = readCommit(repository.network.objects, sha);
  const person = { name: author.name, email: author.email };
  return { id: sha, tree_id: tree, message, timestamp: author.date, author: person, committer: person };
}
