import { describe, expect, it } from 'vitest';
import { mergeSchemaOf } from '../../src/kubernetes/merge-keys.ts';
import type { MergeSchema } from '../../src/patch/merge-schema.ts';

/** The schema at a path; `[]` steps into the items of a list. */
function at(apiVersion: string, kind: string, path: string): MergeSchema | undefined {
  let schema = mergeSchemaOf(apiVersion, kind);
  for (const step of path.split('.')) schema = step === '[]' ? schema?.list?.items : schema?.fields?.[step];
  return schema;
}

describe('mergeSchemaOf', () => {
  it.each([
    ['v1', 'Pod', 'spec.containers', ['name']],
    ['v1', 'Pod', 'spec.initContainers.[].env', ['name']],
    ['v1', 'Pod', 'spec.containers.[].ports', ['containerPort', 'protocol']],
    ['v1', 'Pod', 'spec.containers.[].volumeMounts', ['mountPath']],
    ['v1', 'Pod', 'spec.containers.[].volumeDevices', ['devicePath']],
    ['v1', 'Pod', 'spec.volumes', ['name']],
    ['v1', 'Pod', 'spec.imagePullSecrets', ['name']],
    ['v1', 'Pod', 'spec.hostAliases', ['ip']],
    ['v1', 'Pod', 'spec.topologySpreadConstraints', ['topologyKey', 'whenUnsatisfiable']],
    ['v1', 'Pod', 'metadata.finalizers', []],
    ['v1', 'Pod', 'metadata.ownerReferences', ['uid']],
    ['apps/v1', 'Deployment', 'spec.template.spec.containers', ['name']],
    ['apps/v1', 'StatefulSet', 'spec.template.spec.volumes', ['name']],
    ['batch/v1', 'Job', 'spec.template.spec.containers.[].env', ['name']],
    ['batch/v1', 'CronJob', 'spec.jobTemplate.spec.template.spec.initContainers', ['name']],
    ['batch/v1beta1', 'CronJob', 'spec.jobTemplate.spec.template.metadata.finalizers', []],
    ['v1', 'Service', 'spec.ports', ['port', 'protocol']],
    ['v1', 'ServiceAccount', 'secrets', ['name']],
    ['v1', 'ConfigMap', 'metadata.finalizers', []],
    ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'webhooks', ['name']],
  ])('%s %s merges %s', (apiVersion, kind, path, keys) => {
    expect(at(apiVersion, kind, path)?.list?.keys).toEqual(keys);
  });

  it.each([
    ['v1', 'Pod', 'spec.tolerations'],
    ['v1', 'Pod', 'spec.containers.[].args'],
    ['v1', 'Pod', 'spec.containers.[].envFrom'],
    ['v1', 'ServiceAccount', 'imagePullSecrets'],
    ['apps/v1', 'StatefulSet', 'spec.volumeClaimTemplates'],
    ['networking.k8s.io/v1', 'Ingress', 'spec.rules'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'rules'],
    ['v1', 'constructor', 'name'],
  ])('%s %s replaces %s', (apiVersion, kind, path) => {
    expect(at(apiVersion, kind, path)?.list).toBeUndefined();
  });

  it.each([
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['apps/v1beta1', 'Deployment'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler'],
    ['toString/v1', 'Deployment'],
  ])('does not know %s %s', (apiVersion, kind) => {
    expect(mergeSchemaOf(apiVersion, kind)).toBeUndefined();
  });
});
