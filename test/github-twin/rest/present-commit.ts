import { readCommit } from '../git/commits.ts';
import type { RepositoryState } from '../state/model.ts';
import { fullNameOf } from '../state/refs.ts';
import { nodeId, repositoryPath } from './present-repository.ts';
import type { Urls } from './route.ts';

/** A commit as git has it, without what GitHub knows about it. */
export function presentGitCommit(urls: Urls, repository: RepositoryState, sha: string) {
  const { commit, node_id, html_url, parents } = presentCommit(urls, repository, sha);
  const { author, committer, message, tree, url, verification } = commit;
  return { sha, node_id, url, html_url, author, committer, message, tree, parents, verification };
}

export function presentCommit(urls: Urls, repository: RepositoryState, sha: string) {
  const { tree, parents, author, message } = readCommit(repository.network.objects, sha);
  const api = urls.api + repositoryPath(repository);
  const html = `${urls.server}/${fullNameOf(repository)}/commit`;
  return {
    sha,
    node_id: nodeId('C', repository.id),
    url: `${api}/commits/${sha}`,
    html_url: `${html}/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    commit: {
      author,
      committer: author,
      message,
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
      url: `${api}/git/commits/${sha}`,
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    author: null,
    committer: null,
    parents: parents.map((parent) => ({ sha: parent, url: `${api}/commits/${parent}`, html_url: `${html}/${parent}` })),
  };
}
