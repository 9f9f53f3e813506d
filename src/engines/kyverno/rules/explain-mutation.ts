import { countOf } from '../../../base/count-of.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import type { ContextEntries } from '../variables/context-entries.ts';
import type { ContextData, JsonContext } from '../variables/json-context.ts';
import { applyPatch, elementsInOrder } from './apply-change.ts';
import { explainConditions, explainEntries } from './explain-conditions.ts';
import { branch, firstOf, leaf, type Step } from './explain-step.ts';
import { attempt, explainPatch, type Show } from './explain-value.ts';
import { patchBetween } from './mutate-rule.ts';
import { openElement } from './open-element.ts';
import type { Change, ChangingLoop, Patch } from './rule-action.ts';

export interface Changing {
  readonly context: JsonContext;
  readonly supply: (data: ContextData) => ContextData;
  readonly show: Show;
  readonly nesting: number;
  /** The entries of the contexts around the change, which are told already. */
  readonly entries: ContextEntries;
}

/** A step, and what the object is after it. */
export interface Changed {
  readonly step: Step;
  readonly object: KubernetesObject;
}

/** What a change makes of an object, loop by loop. */
export function explainChange(change: Change, object: KubernetesObject, changing: Changing): Changed {
  if (change.kind === 'patch') return explainOnePatch(change, object, changing);
  let changed = object;
  const steps = change.loops.map((loop) => {
    const result = explainLoop(loop, changed, changing);
    changed = result.object;
    changing.context.setObject(changed);
    return result.step;
  });
  const [only] = steps;
  if (only && steps.length === 1) return { step: only, object: changed };
  const deciding = firstOf(steps, 'broken', 'open', 'yes');
  return {
    step: branch(`foreach: ${steps.length} lists`, deciding?.outcome ?? 'note', steps, deciding),
    object: changed,
  };
}

function explainOnePatch(patch: Patch, object: KubernetesObject, { context, show }: Changing): Changed {
  let changed = object;
  const step = attempt('patch', () => {
    const result = applyPatch(patch, object, context);
    switch (result.outcome) {
      case 'error':
        return leaf(`patch: ${result.message}`, 'broken');
      case 'skip':
        return leaf(`patch: ${result.reason}`, 'note');
      case 'patched':
        changed = result.object;
        return explainDifference(object, changed, show);
    }
  });
  return { step, object: changed };
}

function explainDifference(before: KubernetesObject, after: KubernetesObject, show: Show): Step {
  const patch = patchBetween(before, after);
  const text = patch.length === 0 ? 'patch: it changes nothing' : `patch: ${countOf(patch.length, 'change')}`;
  return branch(text, patch.length === 0 ? 'note' : 'yes', explainPatch(patch, show));
}

function explainLoop(loop: ChangingLoop, object: KubernetesObject, changing: Changing): Changed {
  let changed = object;
  const title = `foreach ${loop.list}`;
  const step = attempt(title, () => {
    const steps: Step[] = [];
    const elements = elementsInOrder(loop, changing.context);
    for (const [index, value] of elements) {
      const context = openElement(changing.context, loop, { value, index, nesting: changing.nesting }, changing.supply);
      const result = explainElement(
        loop,
        changed,
        { ...changing, context },
        `element ${index} = ${changing.show(value)}`,
      );
      changed = result.object;
      steps.push(result.step);
      if (result.step.outcome === 'broken' || result.step.outcome === 'open') break;
    }
    const deciding = firstOf(steps, 'broken', 'open', 'yes');
    const order = loop.descending && elements.length > 1 ? ', from the last to the first' : '';
    return branch(
      `${title}: ${countOf(elements.length, 'element')}${order}`,
      deciding?.outcome ?? 'note',
      steps,
      deciding,
    );
  });
  return { step, object: changed };
}

function explainElement(loop: ChangingLoop, object: KubernetesObject, changing: Changing, text: string): Changed {
  const reading = { context: changing.context, show: changing.show };
  const steps = [...explainEntries(loop.entries, changing.entries, reading)];
  if (loop.preconditions) {
    const met = explainConditions('preconditions', loop.preconditions, reading);
    steps.push(met);
    if (met.outcome === 'no') return { step: branch(`${text}, passed over`, 'note', steps, met), object };
    if (met.outcome !== 'yes') return { step: branch(text, met.outcome, steps, met), object };
  }
  const body = explainChange(loop.body, object, {
    ...changing,
    nesting: changing.nesting + 1,
    entries: loop.entries,
  });
  return { step: branch(text, body.step.outcome, [...steps, body.step], body.step), object: body.object };
}
