import { isArray, isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import { parseApiVersion } from '../../kubernetes/group-version-kind.ts';
import type { AdmissionRequest, Operation } from '../../model/admission-request.ts';
import type { KindSelector, Policy, PolicyDocument } from '../../model/engine.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Level, Verdict } from '../../model/verdict.ts';

/** The kinds of policies.kyverno.io that have a say at admission. */
const KINDS = /^(?:Namespaced)?(?:Validating|Mutating|ImageValidating|Generating)Policy$/;

export function isCelPolicy({ apiVersion, kind }: KubernetesObject): boolean {
  return parseApiVersion(apiVersion).group === 'policies.kyverno.io' && KINDS.test(kind);
}

/**
 * A policy in CEL, which this version does not judge: its verdict is `unknown` on every request that its `matchConstraints` could select.
 * Whoever relies on it must not see green.
 */
export function compileCelPolicy(document: PolicyDocument): Policy {
  const { object } = document;
  const name = String(object.metadata.name);
  const spec = isObject(object.spec) ? object.spec : {};
  const rules = resourceRulesOf(spec);
  const namespace =
    object.kind.startsWith('Namespaced') && typeof object.metadata.namespace === 'string'
      ? object.metadata.namespace
      : undefined;
  const level = levelOf(object.kind, spec);
  const verdict: Verdict = {
    outcome: 'unknown',
    rule: name,
    needs: `a version of Tidewaiter that judges ${object.kind} (${object.apiVersion})`,
  };
  return {
    id: namespace === undefined ? `${object.kind}/${name}` : `${object.kind}/${namespace}/${name}`,
    name,
    title: name,
    engine: 'kyverno',
    level,
    document,
    kinds: kindsOf(rules),
    rules: [{ name, level, path: ['spec'] }],
    validate: (request) =>
      (namespace === undefined || request.namespace === namespace) && rules.some((rule) => selects(rule, request))
        ? [verdict]
        : [],
  };
}

interface ResourceRule {
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly string[];
}

/** A rule about Pods is carried over to what makes Pods, unless the policy says otherwise. */
const CONTROLLERS: readonly ResourceRule[] = [
  {
    groups: ['apps'],
    versions: ['*'],
    resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
    operations: ['*'],
  },
  { groups: ['batch'], versions: ['*'], resources: ['jobs', 'cronjobs'], operations: ['*'] },
];

function resourceRulesOf(spec: JsonObject): readonly ResourceRule[] {
  const { mode } = evaluationOf(spec);
  // The other modes are about payloads of other services: they say nothing about objects.
  if (typeof mode === 'string' && mode !== 'Kubernetes') return [];
  const constraints = isObject(spec.matchConstraints) ? spec.matchConstraints : {};
  const written = isArray(constraints.resourceRules) ? constraints.resourceRules.filter(isObject) : [];
  // Without rules Kyverno's own matcher selects everything.
  if (written.length === 0) return [{ groups: ['*'], versions: ['*'], resources: ['*'], operations: ['*'] }];
  const rules = written.map((rule) => ({
    groups: textsOr(rule.apiGroups, '*'),
    versions: textsOr(rule.apiVersions, '*'),
    resources: textsOr(rule.resources, '*'),
    operations: textsOr(rule.operations, '*'),
  }));
  return rules.some(({ resources }) => resources.includes('pods')) ? [...rules, ...CONTROLLERS] : rules;
}

function selects({ groups, versions, resources, operations }: ResourceRule, request: AdmissionRequest): boolean {
  const { group, version, resource } = request.resource;
  const wanted = request.subResource === '' ? resource : `${resource}/${request.subResource}`;
  return (
    includes(groups, group) &&
    includes(versions, version) &&
    (includes(resources, wanted) || (request.subResource === '' && resources.includes('*/*'))) &&
    includes(operations, request.operation)
  );
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function kindsOf(rules: readonly ResourceRule[]): readonly KindSelector[] {
  return rules.flatMap(({ groups, versions, operations }) =>
    groups.flatMap((group) =>
      versions.map((version) => ({
        group,
        version,
        kind: '*',
        subResource: '*',
        ...(operations.includes('*') ? {} : { operations: operations.filter(isOperation) }),
      })),
    ),
  );
}

function isOperation(text: string): text is Operation {
  return text === 'CREATE' || text === 'UPDATE' || text === 'DELETE' || text === 'CONNECT';
}

function evaluationOf({ evaluation }: JsonObject): JsonObject {
  return isObject(evaluation) ? evaluation : {};
}

function levelOf(kind: string, spec: JsonObject): Level {
  const { admission } = evaluationOf(spec);
  if (isObject(admission) && admission.enabled === false) return 'audit';
  if (/Generating/.test(kind)) return 'audit';
  if (/Mutating/.test(kind)) return 'warn';
  const actions = textsOr(spec.validationActions, 'Deny');
  if (actions.includes('Deny')) return 'enforce';
  return actions.includes('Warn') ? 'warn' : 'audit';
}

function textsOr(value: JsonValue | undefined, otherwise: string): readonly string[] {
  const texts = isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  return texts.length > 0 ? texts : [otherwise];
}
