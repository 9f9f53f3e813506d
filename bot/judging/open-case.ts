import { type Check, findCheck, openCheck } from '../checks/check.ts';
import type { RepositoryGate } from '../orders/order.ts';
import { type Case, checkPlaceOf, subjectOf } from './case.ts';
import { closeCase } from './close-case.ts';
import type { TimedDependencies } from './dependencies.ts';
import { skippedJudgement } from './judgement-of.ts';

export interface OpenCase {
  readonly gate: RepositoryGate;
  readonly check: Check;
}

export interface CaseOpening {
  /** Whether it is to be judged although it has been. */
  readonly again: boolean;
  readonly signal: AbortSignal;
}

/** Undefined where there is nothing left to do: nobody wants a judgement there, or just this one has been made. */
export async function openCase(
  judged: Case,
  dependencies: TimedDependencies,
  { again, signal }: CaseOpening,
): Promise<OpenCase | undefined> {
  const { github, installation, owner, repo, baseSha } = judged;
  const gate = await dependencies.findConfiguration(github, { installation, owner, repo, baseTip: baseSha });
  const place = checkPlaceOf(judged, dependencies);
  const standing = await findCheck(github, place);
  if (gate === undefined) {
    if (standing !== undefined) await closeCase(judged, standing, dependencies, signal);
    const reason = 'there is no configuration';
    dependencies.log.info('nothing is judged', { repository: `${owner}/${repo}`, number: judged.number, reason });
    await dependencies.saveJudgement(skippedJudgement(judged, reason, dependencies.stopwatch.steps()));
    return undefined;
  }
  if (standing?.isCompleted && standing.subject === subjectOf(judged, gate) && !again) return undefined;
  return { gate, check: await openCheck(github, place, standing) };
}
