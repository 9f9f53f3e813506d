import type { GitHub, PullRequest, Repository } from '../github-twin/twin.ts';
import type { Cell } from './matrix.ts';

/** Lets the fault of a cell wait for its call. */
export function planFault(
  { call, fault, persistence }: Cell<unknown>,
  stage: { readonly github: GitHub; readonly repository: Repository; readonly pullRequest: PullRequest },
): void {
  stage.github.faults.add({
    ...call.requests,
    nth: call.nth,
    ...('meanwhile' in fault
      ? { before: () => fault.meanwhile(stage) }
      : { outcome: fault.outcome(), times: persistence === 'once' ? 1 : Number.POSITIVE_INFINITY }),
  });
}
