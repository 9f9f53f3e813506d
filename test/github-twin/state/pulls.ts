import type { OpenPullRequestOptions } from '../twin.ts';
import type { PullHappening } from './happening.ts';
import type { PullState, RepositoryState, User } from './model.ts';
import { baseTipOf, mergeBaseOf } from './pull-diff.ts';
import { findCommit, resolveCommit, setRef } from './refs.ts';
import { carryThreads } from './threads.ts';
import type { World } from './world.ts';

export interface PullStart extends Omit<OpenPullRequestOptions, 'from'> {
  readonly from: RepositoryState;
  readonly body?: string;
}

export function openPull(world: World, repository: RepositoryState, start: PullStart): PullState {
  const baseBranch = start.base ?? repository.defaultBranch;
  const headSha = resolveCommit(start.from, start.head);
  const now = world.now();
  const pull: PullState = {
    id: world.nextId(),
    number: ++repository.lastNumber,
    repository,
    author: start.login === undefined ? start.from.admin : world.user(start.login),
    title: start.title ?? `Merge ${start.head}`,
    body: start.body ?? null,
    isDraft: start.draft ?? false,
    createdAt: now,
    head: { repository: start.from, branch: start.head },
    headSha,
    baseBranch,
    baseSha: resolveCommit(repository, baseBranch),
    progress: { state: 'open' },
    updatedAt: now,
    requestedReviewers: [],
    heads: [headSha],
    threads: [],
    reviews: [],
    conversation: [],
  };
  repository.pulls.set(pull.number, pull);
  setRef(repository, `refs/pull/${pull.number}/head`, headSha);
  tell(world, pull, pull.author, { action: 'opened' });
  return pull;
}

/** Distributes over the union, which Omit alone does not. */
type PullAction<Kind extends PullHappening = PullHappening> = Kind extends PullHappening
  ? Omit<Kind, 'event' | 'pull'>
  : never;

function tell(world: World, pull: PullState, sender: User, action: PullAction): void {
  world.tell({ event: 'pull_request', repository: pull.repository, sender, pull, ...action });
}

export function headMoved(world: World, pull: PullState, sha: string, by: User): void {
  const before = pull.headSha;
  if (pull.progress.state !== 'open' || before === sha) return;
  moveHead(world, pull, sha);
  tell(world, pull, by, { action: 'synchronize', before, after: sha });
}

function moveHead(world: World, pull: PullState, sha: string): void {
  const before = { mergeBase: mergeBaseOf(pull), head: pull.headSha };
  pull.headSha = sha;
  pull.baseSha = baseTipOf(pull);
  touch(world, pull);
  pull.heads.push(sha);
  setRef(pull.repository, `refs/pull/${pull.number}/head`, sha);
  carryThreads(pull, before);
}

/** The head's or the base's branch was deleted. */
export function headVanished(world: World, pull: PullState, by: User): void {
  if (pull.progress.state !== 'open') return;
  close(world, pull, findCommit(pull.repository, pull.baseBranch) ?? pull.baseSha, by);
}

export function close(world: World, pull: PullState, baseTip: string, by: User): void {
  pull.progress = { state: 'closed', at: world.now(), baseTip };
  touch(world, pull);
  tell(world, pull, by, { action: 'closed' });
}

export function reopen(world: World, pull: PullState, by: User): void {
  if (pull.progress.state !== 'closed') return;
  pull.progress = { state: 'open' };
  touch(world, pull);
  const sha = resolveCommit(pull.head.repository, pull.head.branch);
  // What was pushed meanwhile comes with it, and is no event of its own.
  if (sha !== pull.headSha) moveHead(world, pull, sha);
  tell(world, pull, by, { action: 'reopened' });
}

export function changeBase(world: World, pull: PullState, branch: string, by: User): void {
  const before = { mergeBase: mergeBaseOf(pull), head: pull.headSha };
  const base = { ref: pull.baseBranch, sha: pull.baseSha };
  pull.baseBranch = branch;
  pull.baseSha = resolveCommit(pull.repository, branch);
  touch(world, pull);
  carryThreads(pull, before);
  tell(world, pull, by, { action: 'edited', from: { base } });
}

export function changeTitle(world: World, pull: PullState, title: string, by: User): void {
  const before = pull.title;
  pull.title = title;
  touch(world, pull);
  tell(world, pull, by, { action: 'edited', from: { title: before } });
}

export function requestReview(world: World, pull: PullState, reviewer: User, by: User): void {
  if (pull.requestedReviewers.includes(reviewer)) return;
  pull.requestedReviewers.push(reviewer);
  touch(world, pull);
  tell(world, pull, by, { action: 'review_requested', reviewer });
}

export function setDraft(world: World, pull: PullState, isDraft: boolean, by: User): void {
  if (pull.isDraft === isDraft) return;
  pull.isDraft = isDraft;
  touch(world, pull);
  tell(world, pull, by, { action: isDraft ? 'converted_to_draft' : 'ready_for_review' });
}

export function touch(world: World, pull: PullState): void {
  pull.updatedAt = world.now();
}
