import { countOf } from '../../../base/count-of.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { formatPath, type Path } from '../../../base/path.ts';
import { type Anchor, parseAnchor } from '../pattern/anchor.ts';
import { compileCheck } from '../pattern/compile-check.ts';
import { compileMember } from '../pattern/compile-member.ts';
import { membersInOrder } from '../pattern/compile-object.ts';
import { expandMetadataKeys, needsExpansion } from '../pattern/expand-metadata-keys.ts';
import type { Numbers } from '../pattern/go-format.ts';
import { type Compiler, isSkipped, type Look } from '../pattern/mismatch.ts';
import type { CompiledPattern } from '../pattern/pattern-result.ts';
import { branch, firstOf, leaf, type Step } from './explain-step.ts';
import type { Show } from './explain-value.ts';

/**
 * What each node of a pattern was compared with, in the order in which they are looked at. Every answer is that of the check itself, asked about
 * that node alone.
 */
export function explainPattern(title: string, pattern: CompiledPattern, value: JsonValue, show: Show): Step {
  const { source, numbers } = pattern;
  if (source.outcome === 'error') return leaf(`${title}: ${source.message}`, 'broken');
  const step = explainNode([], source.pattern, value, { compiler: compilerOf(numbers), show });
  const text = step.text === '' ? title : `${title} ${step.text}`;
  if (pattern.evaluate(value).outcome !== 'error') return { ...step, text };
  return branch(text, step.outcome, [...step.steps, leaf(NO_PLACE, 'note')], step.decider);
}

const NO_PLACE =
  'Kyverno answers "error" to this: an anchored key of the pattern is nowhere in the object, or a list is too short';

interface Walk {
  readonly compiler: Compiler;
  readonly show: Show;
}

function compilerOf(numbers: Numbers): Compiler {
  return { numbers, compile: (pattern) => compileCheck(pattern, numbers) };
}

/** @param label what the node is called: its key, and the keys on the way to it that stand alone */
function explainNode(label: Path, pattern: JsonValue, value: JsonValue | undefined, walk: Walk): Step {
  if (isObject(pattern)) return explainObject(label, pattern, value, walk);
  if (isArray(pattern)) return explainList(label, pattern, value, walk);
  return explainScalar(label, pattern, value, walk);
}

function explainScalar(label: Path, pattern: JsonValue, value: JsonValue | undefined, walk: Walk): Step {
  const seen = walk.compiler.compile(pattern).look(value ?? null);
  const wanted = isArray(value) ? 'each wanted' : 'wanted';
  return leaf(`${describe(label, value, walk)}, ${wanted} ${walk.show(pattern)}`, outcomeOf(seen));
}

function explainObject(label: Path, pattern: JsonObject, value: JsonValue | undefined, walk: Walk): Step {
  if (!isObject(value)) {
    const wanted = value === undefined ? walk.show(pattern) : 'a mapping';
    return leaf(
      `${describe(label, value, walk)}, wanted ${wanted}`,
      outcomeOf(walk.compiler.compile(pattern).look(value ?? null)),
    );
  }
  const expanded = needsExpansion(pattern) ? expandMetadataKeys(pattern, value, { everyForbidden: false }) : pattern;
  const members = membersInOrder(expanded);
  const [only] = members;
  if (only !== undefined && members.length === 1 && !isAnchored(only)) {
    return explainPlain([...label, only], expanded[only] ?? null, memberOf(value, only), walk);
  }
  const steps = members.map((key) => explainMember(key, expanded[key] ?? null, value, walk));
  return joined(formatLabel(label), walk.compiler.compile(pattern).look(value), steps);
}

/** An addition anchor means nothing here: Kyverno looks for a key that is spelt like it. */
function isAnchored(text: string): boolean {
  return (parseAnchor(text)?.kind ?? 'addition') !== 'addition';
}

/** `*` alone: there has to be something. */
function explainPlain(label: Path, pattern: JsonValue, value: JsonValue | undefined, walk: Walk): Step {
  if (pattern !== '*') return explainNode(label, pattern, value, walk);
  return leaf(`${describe(label, value, walk)}, wanted anything`, (value ?? null) === null ? 'no' : 'yes');
}

function isBranch(pattern: JsonValue | undefined): boolean {
  return isObject(pattern) || isArray(pattern);
}

/** A node that asks several things: the first that does not hold decides. */
function joined(text: string, seen: Look, steps: readonly Step[]): Step {
  const outcome = outcomeOf(seen);
  const deciding = outcome === 'yes' ? undefined : firstOf(steps, outcome);
  if (outcome !== 'note' || !deciding) return branch(text, outcome, steps, deciding);
  // What else such an object has does not matter.
  const asked = steps.slice(0, steps.indexOf(deciding) + 1);
  return branch(`${text}: ${NOT_ABOUT}`, outcome, asked, deciding);
}

const NOT_ABOUT = 'the rule is not about this';

function outcomeOf(seen: Look): Step['outcome'] {
  if (seen === 'match') return 'yes';
  return seen === 'fail' ? 'no' : 'note';
}

function explainMember(text: string, pattern: JsonValue, object: JsonObject, walk: Walk): Step {
  const anchor = parseAnchor(text);
  if (!anchor || !isAnchored(text)) return explainPlain([text], pattern, memberOf(object, text), walk);
  const seen = compileMember(text, pattern, walk.compiler).look(object);
  return explainAnchor(text, anchor.kind, { pattern, value: memberOf(object, anchor.key), seen }, walk);
}

interface Anchored {
  readonly pattern: JsonValue;
  readonly value: JsonValue | undefined;
  readonly seen: Look;
}

function explainAnchor(text: string, kind: Anchor['kind'], { pattern, value, seen }: Anchored, walk: Walk): Step {
  const outcome = outcomeOf(seen);
  if (kind === 'negation')
    return leaf(value === undefined ? `${text} is absent, as wanted` : `${text} is there`, outcome);
  if (value === undefined) {
    return leaf(`${text} is absent: ${isSkipped(seen) ? NOT_ABOUT : 'nothing is asked of it'}`, outcome);
  }
  if (kind === 'existence') return explainExistence(text, { pattern, value, seen }, walk);
  const inner = explainNode([text], pattern, value, walk);
  // What a condition asks is no demand: where it does not hold, the rule is not about the object.
  if (!isSkipped(seen)) return inner;
  const shown = inner.text.endsWith(NOT_ABOUT) ? inner.text : `${inner.text}: ${NOT_ABOUT}`;
  return { ...inner, text: shown, outcome };
}

/** `^()`: of each object of the pattern's list there has to be an item. */
function explainExistence(text: string, { pattern, value, seen }: Anchored, walk: Walk): Step {
  const items = isArray(value) ? value : [];
  const wanted = isArray(pattern) ? pattern : [pattern];
  const steps = wanted.map((each) => {
    const found = items.findIndex((item) => walk.compiler.compile(each).look(item) === 'match');
    const answer = found < 0 ? `none of ${items.length} matches` : `[${found}] matches`;
    return leaf(`${answer}, wanted one that is ${walk.show(each)}`, found < 0 ? 'no' : 'yes');
  });
  return joined(text, seen, steps);
}

/** Only the first item of a pattern's list counts, for every item of the value; lists of lists are compared index by index. */
function explainList(label: Path, pattern: readonly JsonValue[], value: JsonValue | undefined, walk: Walk): Step {
  const seen = walk.compiler.compile(pattern).look(value ?? null);
  const [first] = pattern;
  if (first === undefined || !isArray(value))
    return leaf(`${describe(label, value, walk)}, wanted a list`, outcomeOf(seen));
  if (!isBranch(first)) return explainScalar(label, first, value, walk);
  const patternAt = (index: number) => (isArray(first) ? (pattern[index] ?? null) : first);
  const explained = isArray(first) ? value.slice(0, pattern.length) : value;
  return explainItems(`${formatLabel(label)}: ${countOf(value.length, 'item')}`, explained, { patternAt, seen }, walk);
}

/** An item that fails decides; items that the rule is not about do so only together. */
function explainItems(
  text: string,
  items: readonly JsonValue[],
  { patternAt, seen }: { readonly patternAt: (index: number) => JsonValue; readonly seen: Look },
  walk: Walk,
): Step {
  const failing = items.findIndex((item, index) => walk.compiler.compile(patternAt(index)).look(item) === 'fail');
  const steps = [...items.entries()]
    .filter(([index]) => index < MAX_ITEMS || index === failing)
    .map(([index, item]) => explainNode([index], patternAt(index), item, walk));
  const left = items.length - steps.length;
  const shown = left > 0 ? [...steps, leaf(`… and ${countOf(left, 'more item')}`, 'note')] : steps;
  const deciding = seen === 'fail' ? firstOf(steps, 'no') : isSkipped(seen) ? steps[0] : undefined;
  return branch(isSkipped(seen) ? `${text}: ${NOT_ABOUT}` : text, outcomeOf(seen), shown, deciding);
}

/** Nobody reads more, and a hostile list has any number. */
const MAX_ITEMS = 10;

function describe(label: Path, value: JsonValue | undefined, { show }: Walk): string {
  const name = formatLabel(label) || 'the value';
  return value === undefined ? `${name} is missing` : `${name} = ${show(value)}`;
}

/** A key with its anchor is shown as the policy has it. */
function formatLabel([first, ...rest]: Path): string {
  if (typeof first !== 'string' || !parseAnchor(first)) return formatPath(first === undefined ? [] : [first, ...rest]);
  const more = formatPath(rest);
  return more === '' || more.startsWith('[') ? `${first}${more}` : `${first}.${more}`;
}

function memberOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
