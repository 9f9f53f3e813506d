import { countOf } from '../../../base/count-of.ts';
import { explainConditions, explainEntries } from './explain-conditions.ts';
import { branch, firstOf, leaf, type Step } from './explain-step.ts';
import { attempt, describeObject, type Show } from './explain-value.ts';
import { type Generating, makeObjects } from './generate-rule.ts';
import { evaluateList, openElement } from './open-element.ts';
import { withValuesOfRule } from './open-json-context.ts';
import type { Generation, Loop, ObjectPattern } from './rule-action.ts';

/** What a generating rule would make, element by element. */
export function explainGeneration(generation: Generation, generating: Generating, show: Show): Step {
  if (generation.kind === 'object') return attempt('generate', () => explainObjects(generation, generating));
  const steps = generation.loops.map((loop) =>
    attempt(`foreach ${loop.list}`, () => explainLoop(loop, generating, show)),
  );
  const [only] = steps;
  if (only && steps.length === 1) return only;
  const deciding = firstOf(steps, 'broken', 'open', 'yes');
  return branch(`foreach: ${steps.length} lists`, deciding?.outcome ?? 'note', steps, deciding);
}

function explainObjects(pattern: ObjectPattern, generating: Generating): Step {
  const objects = makeObjects(pattern, generating);
  const steps = objects.map((object) => leaf(`generates ${describeObject(object)}`, 'yes'));
  const [only] = steps;
  if (only && steps.length === 1) return only;
  if (steps.length === 0) return leaf('generates nothing: it is there already', 'note');
  return branch(`generates ${countOf(steps.length, 'object')}`, 'yes', steps);
}

function explainLoop(loop: Loop<ObjectPattern>, generating: Generating, show: Show): Step {
  const { context, run, rule, view } = generating;
  const supply = withValuesOfRule(run, rule, view);
  const list = evaluateList(loop, context);
  const steps = list.map((value, index) => {
    const text = `element ${index}`;
    if (value === null) return leaf(`${text} is null, and passed over`, 'note');
    const inner = openElement(context, loop, { value, index, nesting: 0 }, supply);
    return explainElement(loop, { ...generating, context: inner }, show, `${text} = ${show(value)}`);
  });
  const deciding = firstOf(steps, 'broken', 'open', 'yes');
  return branch(
    `foreach ${loop.list}: ${countOf(list.length, 'element')}`,
    deciding?.outcome ?? 'note',
    steps,
    deciding,
  );
}

function explainElement(loop: Loop<ObjectPattern>, generating: Generating, show: Show, text: string): Step {
  const reading = { context: generating.context, show };
  const steps = [...explainEntries(loop.entries, generating.rule.entries, reading)];
  if (loop.preconditions) {
    const met = explainConditions('preconditions', loop.preconditions, reading);
    steps.push(met);
    if (met.outcome === 'no') return branch(`${text}, passed over`, 'note', steps, met);
    if (met.outcome !== 'yes') return branch(text, met.outcome, steps, met);
  }
  const made = attempt('generate', () => explainObjects(loop.body, generating));
  return branch(text, made.outcome, [...steps, made], made);
}
