import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { textList } from '../match/resource-filter.ts';

/** The kinds of controllers that make Pods, and how autogen writes them in `kinds`. */
export const CONTROLLERS: { readonly [kind: string]: string } = {
  DaemonSet: 'apps/v1/DaemonSet',
  Deployment: 'apps/v1/Deployment',
  Job: 'batch/v1/Job',
  StatefulSet: 'apps/v1/StatefulSet',
  ReplicaSet: 'apps/v1/ReplicaSet',
  ReplicationController: 'v1/ReplicationController',
  CronJob: 'batch/v1/CronJob',
};

/** The annotation that says for which of them, where not for all. */
export const AUTOGEN_ANNOTATION = 'pod-policies.kyverno.io/autogen-controllers';

/**
 * The kinds of controllers for which autogen makes variants of a policy's rules about Pods: all of them, or those that the policy's annotation
 * lists; none where one of its rules cannot be carried over.
 * Semantics: kyverno/kyverno pkg/autogen/v1/autogen.go, `CanAutoGen` and `computeRules`.
 */
export function autogenControllers(policy: JsonObject): ReadonlySet<string> {
  const spec = isObject(policy.spec) ? policy.spec : {};
  const rules = isArray(spec.rules) ? spec.rules.filter(isObject) : [];
  if (!rules.every(canBeCarriedOver)) return new Set();
  const filters = rules.flatMap(resourcesOf);
  // Nothing is to be made where no rule is about Pods or controllers by their plain names.
  if (!filters.some((resources) => textList(resources.kinds).some(isPodOrController))) return new Set();
  const metadata = isObject(policy.metadata) ? policy.metadata : {};
  const annotation = isObject(metadata.annotations) ? metadata.annotations[AUTOGEN_ANNOTATION] : undefined;
  if (typeof annotation !== 'string') return new Set(Object.keys(CONTROLLERS));
  return new Set(annotation.split(',').filter((kind) => Object.hasOwn(CONTROLLERS, kind)));
}

function isPodOrController(kind: string): boolean {
  return kind === 'Pod' || Object.hasOwn(CONTROLLERS, kind);
}

/** What is about names, labels or annotations of Pods says nothing about controllers, and a JSON patch knows only a Pod's paths. */
function canBeCarriedOver(rule: JsonObject): boolean {
  if (rule.generate !== undefined) return false;
  const mutate = isObject(rule.mutate) ? rule.mutate : {};
  const loops = isArray(mutate.foreach) ? mutate.foreach.filter(isObject) : [];
  if ([mutate, ...loops].some(({ patchesJson6902 }) => isFilled(patchesJson6902))) return false;
  return resourcesOf(rule).every(({ kinds, name, names, selector, annotations }) => {
    const list = textList(kinds);
    const mixesPods = list.length > 1 && containsKind(list, 'Pod');
    return (
      !isFilled(name) && textList(names).length === 0 && !isObject(selector) && !isObject(annotations) && !mixesPods
    );
  });
}

function isFilled(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

/** The `resources` of every filter of match and exclude. */
function resourcesOf({ match, exclude }: JsonObject): readonly JsonObject[] {
  return [match, exclude].flatMap((block) =>
    allFiltersOf(block).map(({ resources }) => (isObject(resources) ? resources : {})),
  );
}

/** The filters of `any` and `all` and those of the deprecated form beside them: all count here, whichever one is in force. */
function allFiltersOf(block: JsonValue | undefined): readonly JsonObject[] {
  if (!isObject(block)) return [];
  const lists = [block.any, block.all].flatMap((list) => (isArray(list) ? list.filter(isObject) : []));
  return [...lists, block];
}

/** All kinds that a match or exclude block names. */
export function kindsOf(block: JsonValue | undefined): readonly string[] {
  return allFiltersOf(block).flatMap(({ resources }) => textList(isObject(resources) ? resources.kinds : undefined));
}

const VERSION = /^(?:v\d(?:(?:alpha|beta)\d)?|\*)$/;

/** Whether one of the entries is of a kind, in whatever version and with whatever subresource. */
export function containsKind(entries: readonly string[], kind: string): boolean {
  return entries.some((entry) => {
    const parts = entry.split('/');
    const last = parts.at(-1) ?? '';
    const [first = ''] = parts;
    switch (parts.length) {
      case 1:
        return last.split('.')[0] === kind;
      case 2:
        return (VERSION.test(first) ? last.split('.')[0] : first) === kind;
      case 3:
        return (VERSION.test(first) ? parts[1] : last.split('.')[0]) === kind;
      default:
        return parts[2] === kind;
    }
  });
}
