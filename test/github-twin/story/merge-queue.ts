import { enterQueue, groupOf, landFirst, leaveQueue } from '../state/merge-queue.ts';
import type { MergeGroupState, PullState } from '../state/model.ts';
import type { MergeAttempt, MergeGroup } from '../twin.ts';
import type { Story } from './context.ts';
import { mergeGroupPayload } from './payload.ts';

/** Puts a pull request into the merge queue of its base branch, behind those that are in it. */
export function enterMergeQueue(story: Story, pull: PullState): MergeGroup {
  let last = enterQueue(story.world, pull);
  // Once it has left the queue, what is told is what it was.
  const now = (): MergeGroupState => {
    last = groupOf(pull) ?? last;
    return last;
  };
  return {
    get headSha() {
      return now().headSha;
    },
    get headRef() {
      return now().headRef;
    },
    get baseSha() {
      return now().baseSha;
    },
    get baseRef() {
      return now().baseRef;
    },
    get payload() {
      return mergeGroupPayload(story, now());
    },
    land: () => land(story, pull),
    leave: () => leaveQueue(story.world, pull, 'dequeued'),
  };
}

function land({ world }: Story, pull: PullState): MergeAttempt {
  const landing = landFirst(world, pull);
  switch (landing.outcome) {
    case 'merged':
      return { status: 200, message: 'Pull Request successfully merged' };
    case 'refused':
      return { status: 405, message: landing.message };
    case 'not-queued':
      return { status: 405, message: 'Pull Request is not in the merge queue' };
    case 'not-first':
      return { status: 405, message: 'Pull Request waits for others in the merge queue' };
  }
}
