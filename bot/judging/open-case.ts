import { type Check, findCheck, openCheck } from '../checks/check.ts';
import type { RepositoryGate } from '../orders/order.ts';
import { type Case, checkPlaceOf, subjectOf } from './case.ts';
import type { JudgingDependencies } from './dependencies.ts';
import { skippedJudgement } from './judgement-of.ts';

export interface OpenCase {
  readonly gate: RepositoryGate;
  readonly check: Check;
}

/** Undefined where there is nothing to do: nobody wants a judgement there, or just this one has been made. */
export async function openCase(
  judged: Case,
  dependencies: JudgingDependencies,
  { again }: { readonly again: boolean },
): Promise<OpenCase | undefined> {
  const { github, installation, owner, repo, baseSha } = judged;
  const gate = await dependencies.findConfiguration(github, { installation, owner, repo, baseTip: baseSha });
  if (gate === undefined) {
    const reason = 'there is no configuration';
    dependencies.log.info('nothing is judged', { repository: `${owner}/${repo}`, number: judged.number, reason });
    await dependencies.saveJudgement(skippedJudgement(judged, reason));
    return undefined;
  }
  const place = checkPlaceOf(judged, dependencies);
  const standing = await findCheck(github, place);
  if (standing?.isCompleted && standing.subject === subjectOf(judged) && !again) return undefined;
  return { gate, check: await openCheck(github, place, standing) };
}
