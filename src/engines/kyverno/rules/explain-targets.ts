import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { PolicyRun } from './evaluate-rule.ts';
import { explainConditions, explainEntries } from './explain-conditions.ts';
import { explainChange } from './explain-mutation.ts';
import { branch, firstOf, leaf, type Step } from './explain-step.ts';
import { attempt, describeObject, type Show } from './explain-value.ts';
import { selectTargets, withTarget } from './mutate-targets.ts';
import { withValuesOfRule } from './open-json-context.ts';
import type { Change, MutationTarget } from './rule-action.ts';
import type { Scope } from './scope.ts';

export interface ExplainingTargets {
  readonly run: PolicyRun;
  readonly rule: CompiledRule;
  readonly scope: Scope;
  readonly show: Show;
  readonly change: Change;
}

/** What a mutating rule makes of each of the other objects that its targets select. */
export function explainTargets(targets: readonly MutationTarget[], explaining: ExplainingTargets): Step {
  const { run, scope } = explaining;
  const steps = targets.flatMap((target, index) => {
    const title = `target ${index + 1}`;
    let found: readonly KubernetesObject[] = [];
    const selected = attempt(title, () => {
      found = selectTargets(target, scope, run);
      return leaf(`${title}: the repository holds none`, 'note');
    });
    return found.length === 0 ? [selected] : found.map((object) => explainTarget(target, object, explaining));
  });
  const deciding = firstOf(steps, 'broken', 'open', 'yes');
  return branch('mutate existing objects', deciding?.outcome ?? 'note', steps, deciding);
}

function explainTarget(target: MutationTarget, object: KubernetesObject, explaining: ExplainingTargets): Step {
  const { run, rule, scope, show, change } = explaining;
  const supply = withValuesOfRule(run, rule, scope.view);
  const context = scope.context.within(target.entries, (data) => supply(withTarget(data, object)));
  const text = `target ${describeObject(object)}`;
  const steps = [...explainEntries(target.entries, rule.entries, { context, show })];
  if (target.preconditions) {
    const met = explainConditions('preconditions', target.preconditions, { context, show });
    steps.push(met);
    if (met.outcome === 'no') return branch(`${text}, passed over`, 'note', steps, met);
    if (met.outcome !== 'yes') return branch(text, met.outcome, steps, met);
  }
  const { entries } = target;
  const { step } = explainChange(change, object, { context, supply, show, nesting: 0, entries });
  return branch(text, step.outcome, [...steps, step], step);
}
