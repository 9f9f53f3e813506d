import { kyvernoEngine } from '../../../src/engines/kyverno/engine.ts';
import { parseApiVersion } from '../../../src/kubernetes/group-version-kind.ts';
import { learnScopes } from '../../../src/manifests/scopes.ts';
import { readWrittenObjects } from '../../../src/manifests/written-objects.ts';
import type { AdmissionRequest } from '../../../src/model/admission-request.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { Compilation, Context, Policy } from '../../../src/model/engine.ts';
import type { KubernetesObject } from '../../../src/model/kubernetes-object.ts';
import type { Profile } from '../../../src/model/target.ts';
import type { MutationResult, Verdict } from '../../../src/model/verdict.ts';

export interface Surroundings {
  readonly profile?: Profile;
  /** Kyverno's, such as `1.18`. */
  readonly version?: string;
  /** Manifests that can be looked up. */
  readonly cluster?: string;
  readonly values?: Context['values'];
}

/** Compiles the policies of a YAML text. */
export function compile(yaml: string, profile: Profile = 'cluster', version = '1.19'): Compilation {
  const { objects, errors } = readWrittenObjects({ file: 'policy.yaml', revision: 'base', text: yaml });
  if (errors[0]) throw errors[0];
  const target = { kubernetes: '1.34', profile, kyverno: { version } };
  return kyvernoEngine.compile(
    objects.filter(({ object }) => kyvernoEngine.recognises(object)),
    target,
  );
}

/** The one policy of a YAML text that has to compile. */
export function policyOf(yaml: string, profile: Profile = 'cluster', version = '1.19'): Policy {
  const { policies, problems } = compile(yaml, profile, version);
  const [policy] = policies;
  if (problems[0]) throw problems[0];
  if (!policy) throw new Error('no policy');
  return policy;
}

/** A policy with one rule: what stands below `rules: - name: r`, indented by nothing. */
export function ruleOf(rule: string, spec = '', metadata = ''): string {
  const indent = (text: string, by: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => `${by}${line}`)
      .join('\n');
  return `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: p
${metadata === '' ? '' : indent(metadata, '  ')}
spec:
${spec === '' ? '' : indent(spec, '  ')}
  rules:
    - name: r
${indent(rule, '      ')}
`;
}

export function objectOf(yaml: string): KubernetesObject {
  const { objects, errors, notJudged } = readWrittenObjects({ file: 'object.yaml', revision: 'head', text: yaml });
  if (errors[0]) throw errors[0];
  const [first] = objects;
  if (!first) throw new Error(notJudged[0]?.reason ?? 'no object');
  return first.object;
}

/** The request that would create an object, or what `change` makes of it. */
export function requestOf(object: KubernetesObject, change: Partial<AdmissionRequest> = {}): AdmissionRequest {
  const { group, version } = parseApiVersion(object.apiVersion);
  const scopes = learnScopes([]);
  const namespaced = scopes.find(object.apiVersion, object.kind)?.namespaced ?? true;
  const { namespace, name } = object.metadata;
  return {
    operation: 'CREATE',
    kind: { group, version, kind: object.kind },
    resource: { group, version, resource: scopes.resourceName(object.apiVersion, object.kind) },
    subResource: '',
    namespace: namespaced ? String(namespace ?? 'default') : '',
    name: String(name ?? ''),
    object,
    oldObject: null,
    ...change,
  };
}

export function contextOf({
  profile = 'cluster',
  version = '1.19',
  cluster = '',
  values = {},
}: Surroundings = {}): Context {
  const { objects } = readWrittenObjects({ file: 'cluster.yaml', revision: 'head', text: cluster });
  const held: Cluster = {
    get({ group, kind, namespace, name }) {
      const found = objects.find(
        ({ object }) =>
          parseApiVersion(object.apiVersion).group === group &&
          object.kind === kind &&
          (object.metadata.namespace ?? '') === namespace &&
          object.metadata.name === name,
      );
      return found ? { outcome: 'found', object: found.object } : { outcome: 'absent' };
    },
    list: ({ group, kind, namespace }) =>
      objects
        .map(({ object }) => object)
        .filter((object) => parseApiVersion(object.apiVersion).group === group && object.kind === kind)
        .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace),
  };
  const target = { kubernetes: '1.34', profile, kyverno: { version } };
  return { cluster: held, target, now: 0, random: () => 0, values };
}

/** The verdicts of a policy on the creation of an object. */
export function judge(
  policy: string,
  object: string,
  surroundings: Surroundings = {},
  change: Partial<AdmissionRequest> = {},
): readonly Verdict[] {
  const compiled = policyOf(policy, surroundings.profile, surroundings.version);
  return compiled.validate?.(requestOf(objectOf(object), change), contextOf(surroundings)) ?? [];
}

/** What a policy makes of an object that is created. */
export function mutate(policy: string, object: string, surroundings: Surroundings = {}): MutationResult {
  const compiled = policyOf(policy, surroundings.profile);
  if (!compiled.mutate) throw new Error('the policy mutates nothing');
  return compiled.mutate(requestOf(objectOf(object)), contextOf(surroundings));
}

/** The outcomes of verdicts, with the rule's name where it is not `r`. */
export function outcomes(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.map(({ rule, outcome }) => (rule === 'r' ? outcome : `${rule}: ${outcome}`));
}
