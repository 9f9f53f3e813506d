import type { OpenPullRequestOptions } from '../twin.ts';
import type { PullState, RepositoryState } from './model.ts';
import { baseTipOf, mergeBaseOf } from './pull-diff.ts';
import { findCommit, resolveCommit, setRef } from './refs.ts';
import { carryThreads } from './threads.ts';
import type { World } from './world.ts';

export interface PullStart extends Omit<OpenPullRequestOptions, 'from'> {
  readonly from: RepositoryState;
}

export function openPull(world: World, repository: RepositoryState, start: PullStart): PullState {
  const baseBranch = start.base ?? repository.defaultBranch;
  const headSha = resolveCommit(start.from, start.head);
  const now = world.now();
  const pull: PullState = {
    id: world.nextId(),
    number: ++repository.lastNumber,
    repository,
    author: world.user(start.login ?? start.from.owner.login),
    title: start.title ?? `Merge ${start.head}`,
    isDraft: start.draft ?? false,
    createdAt: now,
    head: { repository: start.from, branch: start.head },
    headSha,
    baseBranch,
    baseSha: resolveCommit(repository, baseBranch),
    progress: { state: 'open' },
    updatedAt: now,
    inMergeQueue: false,
    heads: [headSha],
    threads: [],
    reviews: [],
    conversation: [],
  };
  repository.pulls.set(pull.number, pull);
  setRef(repository, `refs/pull/${pull.number}/head`, headSha);
  return pull;
}

export function headMoved(world: World, pull: PullState, sha: string): void {
  if (pull.progress.state !== 'open' || pull.headSha === sha) return;
  const before = { mergeBase: mergeBaseOf(pull), head: pull.headSha };
  pull.headSha = sha;
  pull.baseSha = baseTipOf(pull);
  pull.inMergeQueue = false;
  touch(world, pull);
  pull.heads.push(sha);
  setRef(pull.repository, `refs/pull/${pull.number}/head`, sha);
  carryThreads(pull, before);
}

/** The head's or the base's branch was deleted. */
export function headVanished(world: World, pull: PullState): void {
  if (pull.progress.state !== 'open') return;
  close(world, pull, findCommit(pull.repository, pull.baseBranch) ?? pull.baseSha);
}

export function close(world: World, pull: PullState, baseTip: string): void {
  pull.progress = { state: 'closed', at: world.now(), baseTip };
  touch(world, pull);
}

export function reopen(world: World, pull: PullState): void {
  if (pull.progress.state !== 'closed') return;
  pull.progress = { state: 'open' };
  headMoved(world, pull, resolveCommit(pull.head.repository, pull.head.branch));
  touch(world, pull);
}

export function changeBase(world: World, pull: PullState, branch: string): void {
  const before = { mergeBase: mergeBaseOf(pull), head: pull.headSha };
  pull.baseBranch = branch;
  pull.baseSha = resolveCommit(pull.repository, branch);
  touch(world, pull);
  carryThreads(pull, before);
}

export function touch(world: World, pull: PullState): void {
  pull.updatedAt = world.now();
}
