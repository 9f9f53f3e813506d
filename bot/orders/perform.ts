import { assertNever } from '../../src/base/assert-never.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import { type JudgeInput, judge } from '../../src/pipeline.ts';
import { bundledFiles } from '../../src/repository/bundled-files.ts';
import { composeExemptions } from './compose-exemptions.ts';
import { explainPolicy } from './explain-policy.ts';
import { hasGateChanged } from './has-gate-changed.ts';
import type { Matter, Order, Results } from './order.ts';
import { rememberPolicies } from './remember-policies.ts';

export type Perform = (order: Order) => Promise<Results[Order['task']]>;

/** Finds out what an order asks for. What is known of the policies of base branches is kept from one to the next. */
export function openPerforming(): Perform {
  const library = bundledFiles();
  const policiesOf = rememberPolicies();
  const inputOf = ({
    change,
    gate,
    author,
    now,
    owner,
    repo,
  }: Matter): JudgeInput & { readonly change: ChangeSet } => ({
    ...gate,
    change,
    author,
    now,
    library,
    loadPolicies: policiesOf({ owner, repo }),
    seed: 1,
    allVerdicts: false,
    clock: () => performance.now(),
  });
  return async (order) => {
    const { about } = order;
    switch (order.task) {
      case 'judge':
        return judge(inputOf(about));
      case 'explain':
        return explainPolicy(order.policy, inputOf(about));
      case 'exempt':
        return composeExemptions(order.asked, { ...inputOf(about), suggestions: 0 });
      case 'has-gate-changed':
        return hasGateChanged(about.change, about.gate, about.now);
      default:
        return assertNever(order);
    }
  };
}
