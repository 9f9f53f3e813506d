import type { MergeSchema } from '../patch/merge-schema.ts';

/**
 * How a strategic merge treats the lists of a built-in type, or undefined for a type that Kubernetes 1.21 does not have: there every
 * list is replaced, those of custom resources above all.
 * Source: `x-kubernetes-patch-strategy`, `x-kubernetes-patch-merge-key` and `x-kubernetes-list-map-keys` of the OpenAPI description of
 * Kubernetes 1.21.2, which kustomize has built in and Kyverno patches by, whatever version the cluster has.
 */
export function mergeSchemaOf(apiVersion: string, kind: string): MergeSchema | undefined {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  if (!Object.hasOwn(GROUP_VERSIONS, group) || !GROUP_VERSIONS[group]?.includes(version)) return undefined;
  const key = group === '' ? kind : `${group}/${kind}`;
  return Object.hasOwn(KINDS, key) ? KINDS[key] : PLAIN_OBJECT;
}

const GROUP_VERSIONS: { readonly [group: string]: readonly string[] } = {
  '': ['v1'],
  'admissionregistration.k8s.io': ['v1', 'v1beta1'],
  'apiextensions.k8s.io': ['v1', 'v1beta1'],
  'apiregistration.k8s.io': ['v1', 'v1beta1'],
  apps: ['v1'],
  'authentication.k8s.io': ['v1', 'v1beta1'],
  'authorization.k8s.io': ['v1', 'v1beta1'],
  autoscaling: ['v1', 'v2beta1', 'v2beta2'],
  batch: ['v1', 'v1beta1'],
  'certificates.k8s.io': ['v1', 'v1beta1'],
  'coordination.k8s.io': ['v1', 'v1beta1'],
  'discovery.k8s.io': ['v1', 'v1beta1'],
  'events.k8s.io': ['v1', 'v1beta1'],
  extensions: ['v1beta1'],
  'flowcontrol.apiserver.k8s.io': ['v1beta1'],
  'internal.apiserver.k8s.io': ['v1alpha1'],
  'networking.k8s.io': ['v1', 'v1beta1'],
  'node.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  policy: ['v1', 'v1beta1'],
  'rbac.authorization.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  'scheduling.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  'storage.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
};

function listBy(keys: readonly string[], items?: MergeSchema): MergeSchema {
  return { list: items ? { keys, items } : { keys } };
}

const OBJECT_META: MergeSchema = { fields: { finalizers: listBy([]), ownerReferences: listBy(['uid']) } };
const CONDITIONS: MergeSchema = { fields: { conditions: listBy(['type']) } };

const CONTAINER: MergeSchema = {
  fields: {
    env: listBy(['name']),
    ports: listBy(['containerPort', 'protocol']),
    volumeDevices: listBy(['devicePath']),
    volumeMounts: listBy(['mountPath']),
  },
};

const POD_SPEC: MergeSchema = {
  fields: {
    containers: listBy(['name'], CONTAINER),
    ephemeralContainers: listBy(['name'], CONTAINER),
    hostAliases: listBy(['ip']),
    imagePullSecrets: listBy(['name']),
    initContainers: listBy(['name'], CONTAINER),
    topologySpreadConstraints: listBy(['topologyKey', 'whenUnsatisfiable']),
    volumes: listBy(['name']),
  },
};

const POD_TEMPLATE: MergeSchema = { fields: { metadata: OBJECT_META, spec: POD_SPEC } };
const JOB_SPEC: MergeSchema = { fields: { template: POD_TEMPLATE } };
const PLAIN_OBJECT: MergeSchema = { fields: { metadata: OBJECT_META } };
const WITH_CONDITIONS: MergeSchema = { fields: { metadata: OBJECT_META, status: CONDITIONS } };

const WORKLOAD: MergeSchema = {
  fields: { metadata: OBJECT_META, spec: { fields: { template: POD_TEMPLATE } }, status: CONDITIONS },
};
/** The items of volumeClaimTemplates have metadata of their own, but the list itself is replaced. */
const WEBHOOKS: MergeSchema = { fields: { metadata: OBJECT_META, webhooks: listBy(['name']) } };

/** Kinds that merge more than the lists of their metadata: `group/Kind`, the core group without a slash. */
const KINDS: { readonly [kind: string]: MergeSchema } = {
  Namespace: WITH_CONDITIONS,
  Node: {
    fields: {
      metadata: OBJECT_META,
      spec: { fields: { podCIDRs: listBy([]) } },
      status: { fields: { addresses: listBy(['type']), conditions: listBy(['type']) } },
    },
  },
  PersistentVolumeClaim: WITH_CONDITIONS,
  Pod: {
    fields: {
      metadata: OBJECT_META,
      spec: POD_SPEC,
      status: { fields: { conditions: listBy(['type']), podIPs: listBy(['ip']) } },
    },
  },
  PodTemplate: { fields: { metadata: OBJECT_META, template: POD_TEMPLATE } },
  ReplicationController: WORKLOAD,
  Service: {
    fields: {
      metadata: OBJECT_META,
      spec: { fields: { ports: listBy(['port', 'protocol']) } },
      status: CONDITIONS,
    },
  },
  ServiceAccount: { fields: { metadata: OBJECT_META, secrets: listBy(['name']) } },
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WEBHOOKS,
  'apiregistration.k8s.io/APIService': WITH_CONDITIONS,
  'apps/DaemonSet': WORKLOAD,
  'apps/Deployment': WORKLOAD,
  'apps/ReplicaSet': WORKLOAD,
  'apps/StatefulSet': WORKLOAD,
  'batch/CronJob': {
    fields: {
      metadata: OBJECT_META,
      spec: { fields: { jobTemplate: { fields: { metadata: OBJECT_META, spec: JOB_SPEC } } } },
    },
  },
  'batch/Job': WORKLOAD,
  'flowcontrol.apiserver.k8s.io/FlowSchema': WITH_CONDITIONS,
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': WITH_CONDITIONS,
  'policy/PodDisruptionBudget': WITH_CONDITIONS,
  'storage.k8s.io/CSINode': { fields: { metadata: OBJECT_META, spec: { fields: { drivers: listBy(['name']) } } } },
};
