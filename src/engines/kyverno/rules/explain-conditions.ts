import type { ContextEntries } from '../variables/context-entries.ts';
import type { QueryContext } from '../variables/query-context.ts';
import { substitute, type Template } from '../variables/template.ts';
import type { CompiledCondition, CompiledConditions } from './compile-conditions.ts';
import { branch, firstOf, firstOfEither, leaf, type Step } from './explain-step.ts';
import { attempt, clipped, describeValue, type Show } from './explain-value.ts';

/** Where values come from, and how they are shown. */
export interface Reading {
  readonly context: QueryContext;
  readonly show: Show;
}

/** The entries of a context, with their values, but for those of the contexts around it. */
export function explainEntries(
  { list }: ContextEntries,
  around: ContextEntries,
  { context, show }: Reading,
): readonly Step[] {
  return list.slice(around.list.length).map(({ name }) => {
    const value = describeValue(() => context.evaluate(JSON.stringify(name)), show);
    return leaf(`context ${name} = ${value}`, 'note');
  });
}

/** What the conditions of a block say, each with its values. Those behind the one that decided are shown as if they had been asked, too. */
export function explainConditions(title: string, conditions: CompiledConditions, reading: Reading): Step {
  const any = conditions.any && explainAny(conditions.any, reading);
  const all = conditions.all.length > 0 ? explainAll(conditions.all, reading) : undefined;
  const blocks = [any, all].filter((block) => block !== undefined);
  const [only] = blocks;
  if (only && blocks.length === 1) return { ...only, text: `${title}, ${only.text}` };
  const deciding = firstOf(blocks, 'broken', 'no', 'open');
  return branch(title, deciding?.outcome ?? 'yes', blocks, deciding);
}

/** Conditions are asked in their order until one decides; what breaks, breaks all. What only a cluster knows is passed over. */
function explainAny(conditions: readonly CompiledCondition[], reading: Reading): Step {
  const steps = conditions.map((condition) => explainCondition(condition, reading));
  const deciding = firstOfEither(steps, 'yes', 'broken') ?? firstOf(steps, 'open') ?? onlyOf(steps);
  return branch('any of', deciding?.outcome ?? 'no', steps, deciding);
}

function explainAll(conditions: readonly CompiledCondition[], reading: Reading): Step {
  const steps = conditions.map((condition) => explainCondition(condition, reading));
  const deciding = firstOfEither(steps, 'no', 'broken') ?? firstOf(steps, 'open') ?? onlyOf(steps);
  return branch('all of', deciding?.outcome ?? 'yes', steps, deciding);
}

function onlyOf(steps: readonly Step[]): Step | undefined {
  return steps.length === 1 ? steps[0] : undefined;
}

function explainCondition(condition: CompiledCondition, reading: Reading): Step {
  const { key, operator, value } = condition;
  const text = `${describeTemplate(key, reading)} ${operator} ${describeTemplate(value, reading)}`;
  return attempt(text, () => leaf(text, condition.holds(reading.context) ? 'yes' : 'no'));
}

function describeTemplate(template: Template, { context, show }: Reading): string {
  if (template.kind === 'constant') return clipped(template.value);
  const value = describeValue(() => substitute(template, context), show);
  return `${template.expressions.map((expression) => `{{ ${expression} }}`).join(' ')} = ${value}`;
}
