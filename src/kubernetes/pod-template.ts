import { isObject, type JsonObject } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import { valueAt } from '../base/value-at.ts';
import type { GroupVersionKind, KubernetesObject } from '../model/kubernetes-object.ts';

/** Kubernetes' own controllers: where each has the template of its Pods, and the service account by which the Pods are created. */
const CONTROLLERS: {
  readonly [groupKind: string]: { readonly template: Path; readonly owner: string; readonly controller: string };
} = {
  'apps/Deployment': {
    template: ['spec', 'template'],
    owner: 'apps/v1/ReplicaSet',
    controller: 'replicaset-controller',
  },
  'apps/ReplicaSet': {
    template: ['spec', 'template'],
    owner: 'apps/v1/ReplicaSet',
    controller: 'replicaset-controller',
  },
  'apps/StatefulSet': {
    template: ['spec', 'template'],
    owner: 'apps/v1/StatefulSet',
    controller: 'statefulset-controller',
  },
  'apps/DaemonSet': { template: ['spec', 'template'], owner: 'apps/v1/DaemonSet', controller: 'daemon-set-controller' },
  '/ReplicationController': {
    template: ['spec', 'template'],
    owner: 'v1/ReplicationController',
    controller: 'replication-controller',
  },
  'batch/Job': { template: ['spec', 'template'], owner: 'batch/v1/Job', controller: 'job-controller' },
  'batch/CronJob': {
    template: ['spec', 'jobTemplate', 'spec', 'template'],
    owner: 'batch/v1/Job',
    controller: 'job-controller',
  },
};

/** A Pod that a controller will create. */
export interface CreatedPod {
  readonly pod: KubernetesObject;
  /** Where its template is in the controller's own manifest. */
  readonly template: Path;
  /** Who creates it. */
  readonly username: string;
}

/** The Pod that an object will have created, as it is before it has a name; undefined for what creates none. */
export function podCreatedBy({ group, kind }: GroupVersionKind, object: KubernetesObject): CreatedPod | undefined {
  const key = `${group}/${kind}`;
  const known = Object.hasOwn(CONTROLLERS, key) ? CONTROLLERS[key] : undefined;
  const template = known && valueAt(object, known.template);
  if (!known || !isObject(template) || !isObject(template.spec)) return undefined;
  return {
    pod: { apiVersion: 'v1', kind: 'Pod', metadata: metadataOf(template, object, known.owner), spec: template.spec },
    template: known.template,
    username: `system:serviceaccount:kube-system:${known.controller}`,
  };
}

function metadataOf(template: JsonObject, { metadata }: KubernetesObject, owner: string): KubernetesObject['metadata'] {
  const own = isObject(template.metadata) ? template.metadata : {};
  const { name: _name, ...rest } = own;
  const name = typeof metadata.name === 'string' ? metadata.name : '';
  const [, apiVersion = '', kind = ''] = /^(.*)\/(\w+)$/.exec(owner) ?? [];
  return {
    ...rest,
    generateName: `${name}-`,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    ownerReferences: [{ apiVersion, kind, name, controller: true }],
  };
}
