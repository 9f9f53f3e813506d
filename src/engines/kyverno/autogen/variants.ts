import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { textList } from '../match/resource-filter.ts';
import { CONTROLLERS, containsKind, kindsOf } from './controllers.ts';

/** A rule that autogen makes of a rule about Pods. */
export interface Variant {
  readonly rule: JsonObject;
  /** The kinds that it is for. */
  readonly controllers: ReadonlySet<string>;
}

const MAX_NAME = 63;

/**
 * The variants of one rule: for controllers whose Pod is at `spec.template`, and for CronJobs.
 * Semantics: kyverno/kyverno pkg/autogen/v1/rule.go.
 */
export function autogenVariants(rule: JsonObject, controllers: ReadonlySet<string>): readonly Variant[] {
  const name = String(rule.name);
  if (name.startsWith('autogen-') || !containsKind(kindsOf(rule.match), 'Pod')) return [];
  const excluded = kindsOf(rule.exclude);
  if (excluded.length > 0 && !containsKind(excluded, 'Pod')) return [];
  const others = [...controllers].filter((kind) => kind !== 'CronJob').sort();
  const variants: Variant[] = [];
  const template = nest(rule, 'template');
  if (!template) return [];
  if (others.length > 0) {
    const made = withKinds({ ...template, name: `autogen-${name}`.slice(0, MAX_NAME) }, others, 'with Pods');
    variants.push({ rule: moveFields(made, ['spec', 'template']), controllers: new Set(others) });
  }
  const job = nest(template, 'jobTemplate');
  if (controllers.has('CronJob') && job) {
    // All filters with kinds are overwritten here, as Kyverno does it.
    const made = withKinds({ ...job, name: `autogen-cronjob-${name}`.slice(0, MAX_NAME) }, ['CronJob'], 'all');
    variants.push({
      rule: moveFields(made, ['spec', 'jobTemplate', 'spec', 'template']),
      controllers: new Set(['CronJob']),
    });
  }
  return variants;
}

/** The rule with its pattern or patch one step deeper; the other bodies stay as they are. Undefined for a rule without a body. */
function nest(rule: JsonObject, step: 'template' | 'jobTemplate'): JsonObject | undefined {
  const wrap = (value: JsonValue): JsonValue => ({ spec: { [step]: value } });
  const { mutate, validate } = rule;
  if (isObject(mutate)) {
    if (mutate.patchStrategicMerge !== undefined) {
      return { ...rule, mutate: { patchStrategicMerge: wrap(mutate.patchStrategicMerge) } };
    }
    if (isArray(mutate.foreach))
      return { ...rule, mutate: { foreach: mutate.foreach.map((loop) => nestLoop(loop, wrap)) } };
  }
  if (isObject(validate)) {
    if (validate.pattern !== undefined) return { ...rule, validate: { ...validate, pattern: wrap(validate.pattern) } };
    if (isArray(validate.anyPattern) && validate.deny === undefined && validate.podSecurity === undefined) {
      return { ...rule, validate: { ...validate, anyPattern: validate.anyPattern.map(wrap) } };
    }
    return isObject(validate.assert)
      ? { ...rule, validate: { ...validate, assert: nestAssertion(validate.assert, wrap) } }
      : rule;
  }
  return rule.verifyImages === undefined ? undefined : rule;
}

/** What a tree says of the objects moves; its expressions elsewhere stay as they are. */
function nestAssertion(tree: JsonObject, wrap: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(
    Object.entries(tree).map(([key, node]) => [
      key,
      (key === 'object' || key === 'oldObject') && isObject(node) ? wrap(node) : node,
    ]),
  );
}

/** Of a loop Kyverno keeps only these; its order and the loops in it are lost. */
function nestLoop(loop: JsonValue, wrap: (value: JsonValue) => JsonValue): JsonValue {
  if (!isObject(loop)) return loop;
  const { list, context, preconditions, patchStrategicMerge } = loop;
  return {
    ...(list === undefined ? {} : { list }),
    ...(context === undefined ? {} : { context }),
    ...(preconditions === undefined ? {} : { preconditions }),
    patchStrategicMerge: wrap(patchStrategicMerge ?? null),
  };
}

/** The rule about controllers: their kinds stand in for Pods, in the filters about Pods or in all. */
function withKinds(rule: JsonObject, controllers: readonly string[], which: 'with Pods' | 'all'): JsonObject {
  const kinds = controllers.map((kind) => CONTROLLERS[kind] ?? kind);
  const { exclude } = rule;
  return {
    ...rule,
    match: replaceKinds(rule.match, kinds, which, 'always'),
    ...(exclude === undefined ? {} : { exclude: replaceKinds(exclude, kinds, which, 'where there are') }),
  };
}

function replaceKinds(
  block: JsonValue | undefined,
  kinds: readonly string[],
  which: 'with Pods' | 'all',
  legacy: 'always' | 'where there are',
): JsonValue {
  if (!isObject(block)) return {};
  const inFilter = (filter: JsonValue): JsonValue => {
    if (!isObject(filter)) return filter;
    const resources = isObject(filter.resources) ? filter.resources : {};
    const replaces = which === 'all' || containsKind(textList(resources.kinds), 'Pod');
    return replaces ? { ...filter, resources: { ...resources, kinds } } : filter;
  };
  if (isArray(block.any) && block.any.length > 0) return { ...block, any: block.any.map(inFilter) };
  if (isArray(block.all) && block.all.length > 0) return { ...block, all: block.all.map(inFilter) };
  const resources = isObject(block.resources) ? block.resources : {};
  if (legacy === 'where there are' && textList(resources.kinds).length === 0) return block;
  return { ...block, resources: { ...resources, kinds } };
}

/** Every mention of the Pod's fields in the rule's texts, led to where a controller has its Pod. Kyverno does it in the rule's JSON. */
function moveFields(rule: JsonObject, place: readonly string[]): JsonObject {
  const path = place.join('.');
  const replacements = (['spec', 'metadata'] as const).flatMap((part) =>
    ['request.object', 'request.oldObject'].map((root) => [`${root}.${part}`, `${root}.${path}.${part}`] as const),
  );
  const move = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') {
      return value.includes('request.o')
        ? replacements.reduce((text, [from, to]) => text.replaceAll(from, to), value)
        : value;
    }
    if (isArray(value)) return value.map(move);
    return isObject(value) ? moveAll(value) : value;
  };
  const moveAll = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([key, child]) => [String(move(key)), move(child)]));
  return moveAll(rule);
}
