import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { formatPath, type Path } from '../../../base/path.ts';
import { hasWildcard, matchesWildcard } from '../../../base/wildcard.ts';
import { AUTOGEN_ANNOTATION, CONTROLLERS } from '../autogen/controllers.ts';
import { textList } from '../match/resource-filter.ts';
import type { CheckedPolicy } from './checked-policy.ts';
import { isFilledList, isSet, partsOf } from './parts-of.ts';
import type { Remarks } from './remarks.ts';

/** What Kyverno asks of a policy beside its rules. */
export function checkSpec(policy: CheckedPolicy, remarks: Remarks): void {
  checkMetadata(policy, remarks);
  checkAutogen(policy, remarks);
  checkReplacedFields(policy, remarks);
  checkMutateExisting(policy, remarks);
  checkOverrides(policy, remarks);
  checkAdmission(policy, remarks);
}

/** The name becomes the value of a label in Kyverno's reports. */
const MAX_NAME = 63;

function checkMetadata({ object, namespace }: CheckedPolicy, remarks: Remarks): void {
  const { name, namespace: written } = object.metadata;
  if (namespace === undefined && isSet(written)) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: 'a ClusterPolicy has no namespace',
      remedy: 'Take it out, or make it a Policy, which judges its own namespace.',
      path: ['metadata', 'namespace'],
    });
  }
  if (typeof name === 'string' && name.length > MAX_NAME) {
    const message = `its name has ${name.length} characters; at most ${MAX_NAME} are allowed`;
    remarks.refuse({ code: 'policy/invalid-value', message, path: ['metadata', 'name'] });
  }
}

function checkAutogen({ object }: CheckedPolicy, remarks: Remarks): void {
  const { annotations } = object.metadata;
  const value = isObject(annotations) ? annotations[AUTOGEN_ANNOTATION] : undefined;
  if (typeof value !== 'string') return;
  const path = ['metadata', 'annotations', AUTOGEN_ANNOTATION];
  if (value === 'all') {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `${AUTOGEN_ANNOTATION} cannot be "all"`,
      remedy: 'Take the annotation out: without it all controllers are meant.',
      path,
    });
    return;
  }
  const known = Object.keys(CONTROLLERS);
  for (const kind of value.split(',')) {
    if (kind === 'none' || known.includes(kind)) continue;
    const meant = didYouMean(kind.trim(), [...known, 'none']);
    remarks.warn({
      code: 'policy/invalid-value',
      message: `${AUTOGEN_ANNOTATION} lists "${kind}", which Kyverno passes over`,
      remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}It knows ${known.join(', ')} and none, without blanks between them.`,
      path,
    });
  }
}

const REPLACED = [
  ['webhookTimeoutSeconds', 'timeoutSeconds'],
  ['failurePolicy', 'failurePolicy'],
] as const;

function checkReplacedFields({ spec }: CheckedPolicy, remarks: Remarks): void {
  const configuration = isObject(spec.webhookConfiguration) ? spec.webhookConfiguration : {};
  for (const [old, field] of REPLACED) {
    if (!isSet(spec[old]) || !isSet(configuration[field])) continue;
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `spec.${old} and spec.webhookConfiguration.${field} exclude each other`,
      remedy: `Take out spec.${old}: it is deprecated.`,
      path: ['spec', old],
      at: 'key',
    });
  }
  if (isSet(spec.generateExistingOnPolicyUpdate)) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: 'spec.generateExistingOnPolicyUpdate is no longer taken',
      remedy: 'Write `generateExisting` in the rule’s `generate`.',
      path: ['spec', 'generateExistingOnPolicyUpdate'],
      at: 'key',
    });
  }
}

function checkMutateExisting({ spec, rules }: CheckedPolicy, remarks: Remarks): void {
  for (const { name, rule, path } of rules) {
    const { mutate } = rule;
    if (!isObject(mutate) || isFilledList(mutate.targets)) continue;
    const own = mutate.mutateExistingOnPolicyUpdate === true;
    if (!own && spec.mutateExistingOnPolicyUpdate !== true) continue;
    remarks.refuse({
      code: 'policy/missing-field',
      message: `rule "${name}" is to mutate what exists, and has no targets`,
      remedy: 'Add `mutate.targets`, or take out `mutateExistingOnPolicyUpdate`.',
      path: own ? [...path, 'mutate', 'mutateExistingOnPolicyUpdate'] : ['spec', 'mutateExistingOnPolicyUpdate'],
      at: 'key',
    });
  }
}

function checkOverrides({ spec, namespace, rules }: CheckedPolicy, remarks: Remarks): void {
  const path = ['spec', 'validationFailureActionOverrides'];
  if (namespace !== undefined) {
    if (!isFilledList(spec.validationFailureActionOverrides)) return;
    remarks.refuse({
      code: 'policy/invalid-value',
      message: 'a Policy has no validationFailureActionOverrides',
      remedy: 'It judges one namespace only: write the action itself.',
      path,
      at: 'key',
    });
    return;
  }
  refuseConflicts(spec.validationFailureActionOverrides, path, remarks);
  for (const { rule, path: place } of rules) {
    const validate: JsonObject = isObject(rule.validate) ? rule.validate : {};
    refuseConflicts(validate.failureActionOverrides, [...place, 'validate', 'failureActionOverrides'], remarks);
  }
}

/** Two overrides of different actions for one namespace. */
function refuseConflicts(overrides: JsonValue | undefined, path: Path, remarks: Remarks): void {
  const seen: { readonly action: string; readonly namespace: string }[] = [];
  for (const { part, path: place } of partsOf(overrides, path)) {
    const action = String(part.action).toLowerCase();
    for (const [index, namespace] of (isArray(part.namespaces) ? textList(part.namespaces) : []).entries()) {
      const other = seen.find((earlier) => earlier.action !== action && overlap(earlier.namespace, namespace));
      seen.push({ action, namespace });
      if (!other) continue;
      remarks.refuse({
        code: 'policy/invalid-value',
        message: `${formatPath(place)}: "${namespace}" is to ${action}, "${other.namespace}" is to ${other.action}, and both may be the same namespace`,
        remedy: 'Leave one of them.',
        path: [...place, 'namespaces', index],
      });
    }
  }
}

function overlap(left: string, right: string): boolean {
  if (left === right) return true;
  return (hasWildcard(left) && matchesWildcard(left, right)) || (hasWildcard(right) && matchesWildcard(right, left));
}

function checkAdmission({ spec, background, rules }: CheckedPolicy, remarks: Remarks): void {
  if (spec.admission !== false) return;
  const path = ['spec', 'admission'];
  if (!background) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: 'it judges neither at admission nor in the background',
      remedy: 'Take out `admission: false` or `background: false`.',
      path,
    });
  }
  const other = rules.find(({ rule }) => ['mutate', 'generate', 'verifyImages'].some((field) => isSet(rule[field])));
  if (other) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `admission is off, and rule "${other.name}" does not only validate`,
      remedy: 'Take out `admission: false`: only validating policies may do without admission.',
      path,
    });
  }
}
