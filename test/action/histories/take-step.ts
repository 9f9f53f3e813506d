import type { ReviewComment } from '../../github-twin/twin.ts';
import { commentAsForeigner } from './foreign-comments.ts';
import { type HistoryStage, pushEdits } from './history-stage.ts';
import { runChecked } from './run-checked.ts';
import { standingIn } from './standing.ts';
import type { Step } from './steps.ts';

/** Makes happen what a step says. */
export async function takeStep(step: Step, stage: HistoryStage): Promise<void> {
  const { github, shop, pullRequest, heads, foreign, stricter } = stage;
  switch (step.kind) {
    case 'push':
      return pushEdits(stage, 'topic', step.edits, { amend: step.amends && heads.length > 1 });
    case 'force-push-back':
      shop.pushFrom(shop.folder, pick(heads, step.head) ?? pullRequest.headSha, 'topic');
      return;
    case 'update-branch': {
      const merged = pullRequest.mergeCommit();
      if (merged !== undefined) heads.push(shop.pushFrom(shop.folder, merged, 'topic'));
      return;
    }
    case 'apply-suggestions':
      return applySuggestions(stage, step.comments);
    case 'reply': {
      const comment = pick(standingIn(pullRequest).comments, step.comment);
      if (comment) foreign.add(pullRequest.reply(comment.id, 'octocat', 'Are you sure?'));
      return;
    }
    case 'resolve': {
      const comment = pick(standingIn(pullRequest).comments, step.comment);
      if (comment) pullRequest.resolveThread(comment.id);
      return;
    }
    case 'foreign-comment':
      return commentAsForeigner(step.by, pick(standingIn(pullRequest).comments.filter(isInDiff), step.comment), stage);
    case 'base-gets-stricter': {
      const files = stricter.shift();
      if (files) shop.push('main', files);
      return;
    }
    case 'base-moves-on':
      return pushEdits(stage, 'main', step.edits);
    case 'run':
      await runChecked(stage);
      return;
    case 'two-runs-at-once':
      await runChecked(stage, { atOnce: 2 });
      return;
    case 'run-while-pushed':
      github.faults.add({
        graphql: /Conversation/,
        nth: step.look,
        before: () => pushEdits(stage, 'topic', step.edits),
      });
      await runChecked(stage);
      github.faults.clear();
      return;
  }
}

function pick<Item>(list: readonly Item[], number: number): Item | undefined {
  return list[number % list.length];
}

function isInDiff({ isOutdated }: ReviewComment): boolean {
  return !isOutdated;
}

/** What a reader does with those that GitHub shows a button at. */
function applySuggestions({ pullRequest, heads }: HistoryStage, numbers: readonly number[]): void {
  const offered = standingIn(pullRequest).comments.filter(
    (comment) => comment.suggestion !== undefined && isInDiff(comment) && !comment.isResolved,
  );
  const chosen = new Set(numbers.flatMap((number) => pick(offered, number)?.id ?? []));
  if (chosen.size > 0) heads.push(pullRequest.applySuggestions(...chosen));
}
