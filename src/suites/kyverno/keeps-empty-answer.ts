import { isArray, isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';

/**
 * Whether the CLI keeps the empty answer of a policy about an object that it does not match. Where it does, a row about that object is
 * excluded, which is success; where it does not, the policy is not found, which is failure.
 * Semantics: section 1.6, point 7 of the map of the format.
 */
export function keepsEmptyAnswer({ kind, spec }: KubernetesObject): boolean {
  switch (kind.replace(/^Namespaced/, '')) {
    case 'ClusterPolicy':
    case 'Policy':
    case 'ValidatingAdmissionPolicy':
      return true;
    case 'ValidatingPolicy':
    case 'MutatingPolicy':
      return isObject(spec) && !isJsonMode(spec) && !(selectsByOneRule(spec) && !autogenHasTwoRules(spec));
    default:
      return false;
  }
}

function isJsonMode({ evaluation }: JsonObject): boolean {
  return isObject(evaluation) && evaluation.mode === 'JSON';
}

/** Only a policy that a single plain rule selects for is known not to be about an object. */
function selectsByOneRule(spec: JsonObject): boolean {
  const constraints = isObject(spec.matchConstraints) ? spec.matchConstraints : {};
  const [rule, ...more] = objectsOf(constraints.resourceRules);
  return (
    rule !== undefined &&
    more.length === 0 &&
    isEmpty(rule.resourceNames) &&
    isEmpty(constraints.excludeResourceRules) &&
    isEmpty(constraints.objectSelector) &&
    isEmpty(constraints.namespaceSelector)
  );
}

const CONTROLLERS = ['daemonsets', 'deployments', 'replicasets', 'statefulsets', 'jobs', 'cronjobs'];

/** What autogen makes of a policy about Pods is a policy of its own: with two rules where it is about workloads and Jobs. */
function autogenHasTwoRules(spec: JsonObject): boolean {
  const constraints = isObject(spec.matchConstraints) ? spec.matchConstraints : {};
  const [rule] = objectsOf(constraints.resourceRules);
  const aboutPods =
    rule && isOnly(rule.apiGroups, '') && isOnly(rule.apiVersions, 'v1') && isOnly(rule.resources, 'pods');
  if (!aboutPods) return false;
  const autogen = isObject(spec.autogen) && isObject(spec.autogen.podControllers) ? spec.autogen.podControllers : {};
  const controllers = isArray(autogen.controllers)
    ? autogen.controllers.filter((name) => CONTROLLERS.includes(String(name)))
    : CONTROLLERS;
  return controllers.includes('jobs') && controllers.some((name) => name !== 'jobs' && name !== 'cronjobs');
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return isArray(value) ? value.filter(isObject) : [];
}

function isOnly(value: JsonValue | undefined, item: string): boolean {
  return isArray(value) && value.length === 1 && value[0] === item;
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (isArray(value)) return value.length === 0;
  return isObject(value) ? Object.values(value).every(isEmpty) : value === undefined || value === null;
}
