import { withGeneratedObjects } from '../../src/admission/generated-objects.ts';
import type { Court } from '../../src/admission/judge-change.ts';
import { indexPolicies } from '../../src/admission/policy-index.ts';
import { readManifestChanges } from '../../src/manifests/read-change-set.ts';
import type { Policy } from '../../src/model/engine.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import type { Change } from '../../src/model/manifest.ts';

/** A court over a change set with policies that are given as values: what an engine would have compiled. */
export async function openCourt(
  changeSet: ChangeSet,
  policies: readonly Policy[],
  required: readonly Policy[] = [],
): Promise<{ readonly court: Court; readonly changes: readonly Change[] }> {
  const manifests = await readManifestChanges(changeSet, {
    manifests: { include: ['**'], exclude: [] },
    limits: { documentBytes: 5_000_000, depth: 100 },
    defaultNamespace: 'default',
    clusters: [],
    fixtures: [],
    scope: 'changed-files',
    paths: [],
  });
  const judging: Omit<Court, 'clustersOf'> = {
    index: indexPolicies(policies, required),
    context: {
      target: { kubernetes: '1.34', profile: 'cluster', kyverno: { version: '1.19' } },
      now: 0,
      seed: 1,
      userSaidBy: 'repository',
    },
    scopes: manifests.settings.scopes,
    settings: { levels: { set: {}, least: {} }, mutations: 'warn' },
  };
  const clustersOf = withGeneratedObjects((name) => ({ inventories: manifests.clustersOf(name), values: {} }), judging);
  return { court: { ...judging, clustersOf }, changes: manifests.changes };
}

/** A policy that says what its functions say, for every kind. */
export function policyOf(name: string, functions: Pick<Policy, 'mutate' | 'validate'>): Policy {
  const source = { file: `${name}.yaml`, revision: 'base' as const, text: '' };
  const object = { apiVersion: 'example.com/v1', kind: 'Policy', metadata: { name } };
  const location = { span: { source, start: 0, end: 0 }, path: [], exact: false };
  return {
    id: `Policy/${name}`,
    name,
    title: name,
    engine: 'test',
    level: 'enforce',
    document: { object, source, locate: () => location },
    kinds: [{ group: '*', version: '*', kind: '*', subResource: '' }],
    rules: [{ name: 'rule', level: 'enforce', path: [] }],
    ...functions,
  };
}
