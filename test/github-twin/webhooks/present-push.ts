import { readCommit } from '../git/commits.ts';
import { readFiles, type TreeFile } from '../git/trees.ts';
import { presentHeadCommit } from '../rest/present-head-commit.ts';
import type { Urls } from '../rest/route.ts';
import type { RepositoryHappening } from '../state/happening.ts';
import type { RepositoryState } from '../state/model.ts';
import { fullNameOf } from '../state/refs.ts';

type Push = Extract<RepositoryHappening, { event: 'push' }>;

/** GitHub lists so many of the commits that came with a push. */
const MAX_COMMITS = 2048;

/** The body of a `push` event, but for what every event has. */
export function presentPush(urls: Urls, { repository, sender, ref, before, after }: Push) {
  const [isNew, isGone] = [isNothing(before), isNothing(after)];
  const { history } = repository.network;
  const base = isNew ? repository.refs.get(`refs/heads/${repository.defaultBranch}`) : before;
  const commits = isGone || base === undefined ? [] : history.commitsBetween(base, after).slice(-MAX_COMMITS);
  const isForced = !isNew && !isGone && history.mergeBase(before, after) !== before;
  return {
    ref,
    before,
    after,
    base_ref: null,
    created: isNew,
    deleted: isGone,
    forced: isForced,
    compare: `${urls.server}/${fullNameOf(repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: commits.map((sha) => presentCommit(urls, repository, sha)),
    head_commit: isGone ? null : presentCommit(urls, repository, after),
    pusher: { name: sender.login, email: `${sender.login}@users.noreply.github.com` },
  };
}

function isNothing(sha: string): boolean {
  return /^0+$/.test(sha);
}

function presentCommit(urls: Urls, repository: RepositoryState, sha: string) {
  return {
    ...presentHeadCommit(repository, sha),
    url: `${urls.server}/${fullNameOf(repository)}/commit/${sha}`,
    distinct: true,
    ...changesOf(repository, sha),
  };
}

/** The files that a commit changed against its first parent. */
function changesOf({ network: { objects } }: RepositoryState, sha: string) {
  const { tree, parents } = readCommit(objects, sha);
  const [parent] = parents;
  const after = readFiles(objects, tree);
  const before: typeof after = parent === undefined ? new Map() : readFiles(objects, readCommit(objects, parent).tree);
  return {
    added: [...after.keys()].filter((path) => !before.has(path)),
    removed: [...before.keys()].filter((path) => !after.has(path)),
    modified: [...after].filter(([path, { id, mode }]) => differs(before.get(path), id, mode)).map(([path]) => path),
  };
}

function differs(before: TreeFile | undefined, id: string, mode: string): boolean {
  return before !== undefined && (before.id !== id || before.mode !== mode);
}
