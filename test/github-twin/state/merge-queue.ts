import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeCommit } from '../git/commits.ts';
import { signatureOf } from './branches.ts';
import { requestSuites } from './checks.ts';
import { finish, refusalOf } from './merge.ts';
import type { MergeGroupState, PullState, RepositoryState, User } from './model.ts';
import { resolveCommit, setRef } from './refs.ts';
import type { World } from './world.ts';

/** Who makes the commits of a queue, and merges them. */
const QUEUE_BOT = 'github-merge-queue[bot]';

/** Puts a pull request at the end of its base branch's queue: its commit is on top of those that wait before it. */
export function enterQueue(world: World, pull: PullState): MergeGroupState {
  const { repository, baseBranch } = pull;
  const queue = queueOf(repository, baseBranch);
  const waiting = queue.find((group) => group.pull === pull);
  if (waiting !== undefined) return waiting;
  const group = buildGroup(world, pull, queue.at(-1)?.headSha ?? resolveCommit(repository, baseBranch));
  if (group === undefined) {
    throw new Error(`pull request ${pull.number} conflicts with ${baseBranch}: no queue takes it`);
  }
  queue.push(group);
  requestChecks(world, group);
  return group;
}

export function queueOf(repository: RepositoryState, branch: string): MergeGroupState[] {
  const queue = repository.mergeQueues.get(branch) ?? [];
  repository.mergeQueues.set(branch, queue);
  return queue;
}

/** Where a pull request stands in its queue; undefined where it is in none. */
export function groupOf(pull: PullState): MergeGroupState | undefined {
  return queueOf(pull.repository, pull.baseBranch).find((group) => group.pull === pull);
}

function buildGroup(world: World, pull: PullState, baseSha: string): MergeGroupState | undefined {
  const { repository, number, baseBranch, headSha } = pull;
  const { objects, history } = repository.network;
  const tree = history.mergedTree(baseSha, headSha);
  if (tree === undefined) return undefined;
  const commit = writeCommit(objects, {
    tree,
    parents: [baseSha, headSha],
    author: signatureOf(world, QUEUE_BOT),
    message: `Merge pull request #${number} from ${pull.head.repository.owner.login}/${pull.head.branch}`,
  });
  const headRef = `refs/heads/gh-readonly-queue/${baseBranch}/pr-${number}-${baseSha}`;
  return { pull, headSha: commit, headRef, baseSha, baseRef: `refs/heads/${baseBranch}` };
}

/** The queue's branch is pushed, and those who check are asked to. */
function requestChecks(world: World, group: MergeGroupState): void {
  const { headRef, headSha } = group;
  const { repository } = group.pull;
  const sender = queueBot(world);
  setRef(repository, headRef, headSha);
  world.tell({ event: 'push', repository, sender, ref: headRef, before: '0'.repeat(40), after: headSha });
  requestSuites(world, repository, headSha, sender);
  world.tell({ event: 'merge_group', action: 'checks_requested', repository, sender, group });
}

function queueBot(world: World): User {
  return world.user(QUEUE_BOT, 'Bot');
}

export type Landing =
  | { readonly outcome: 'merged' }
  | { readonly outcome: 'not-queued' | 'not-first' }
  | { readonly outcome: 'refused'; readonly message: string };

/**
 * Merges the first group, where the required checks passed on its commit. One that failed leaves the queue, and those behind it
 * are built anew; one whose checks are not over stays.
 */
export function landFirst(world: World, pull: PullState): Landing {
  const { repository, baseBranch } = pull;
  const queue = queueOf(repository, baseBranch);
  const group = queue.find((other) => other.pull === pull);
  if (group === undefined) return { outcome: 'not-queued' };
  if (group !== queue[0]) return { outcome: 'not-first' };
  const message = refusalOf(repository, baseBranch, group.headSha);
  if (message !== undefined) {
    if (/ is failing\./.test(message)) leaveQueue(world, pull, 'dequeued');
    return { outcome: 'refused', message };
  }
  queue.shift();
  destroy(world, group, 'merged');
  const baseTip = resolveCommit(repository, baseBranch);
  finish(world, pull, { by: queueBot(world), baseTip, commit: group.headSha });
  return { outcome: 'merged' };
}

function destroy(world: World, group: MergeGroupState, reason: 'merged' | 'invalidated' | 'dequeued'): void {
  const { repository } = group.pull;
  repository.refs.delete(group.headRef);
  rmSync(join(repository.folder, group.headRef), { force: true });
  world.tell({ event: 'merge_group', action: 'destroyed', reason, repository, sender: queueBot(world), group });
}

/** Takes a pull request out of its queue; those behind it are built on what is left. */
export function leaveQueue(world: World, pull: PullState, reason: 'invalidated' | 'dequeued'): void {
  const queue = queueOf(pull.repository, pull.baseBranch);
  const at = queue.findIndex((group) => group.pull === pull);
  if (at < 0) return;
  const [left, ...behind] = queue.splice(at);
  if (left !== undefined) destroy(world, left, reason);
  for (const group of behind) destroy(world, group, 'invalidated');
  for (const group of behind) enterQueue(world, group.pull);
}

/** A pull request leaves its queue when its head moves, or when it is closed. */
export function watchMergeQueues(world: World): void {
  world.listeners.push((happening) => {
    if (happening.event !== 'pull_request') return;
    if (happening.action === 'synchronize' || happening.action === 'closed')
      leaveQueue(world, happening.pull, 'dequeued');
  });
}
