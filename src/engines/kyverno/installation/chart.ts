import type { JsonObject } from '../../../base/json.ts';
import { NAMESPACE_NAME_LABEL } from '../match/namespace-labels.ts';

/**
 * The resource filters of Kyverno's chart 1.18 (1.19 has the same), installed as `kyverno` in the namespace `kyverno`. The chart also lists
 * each object of its own in that namespace, which the first filter holds already.
 * Source: kyverno/kyverno charts/kyverno/values.yaml, `config.resourceFilters`, and templates/config/_helpers.tpl.
 */
export const CHART_RESOURCE_FILTERS: readonly string[] = [
  '[*/*,kyverno,*]',
  '[Event,*,*]',
  '[*/*,kube-system,*]',
  '[*/*,kube-public,*]',
  '[*/*,kube-node-lease,*]',
  '[Node,*,*]',
  '[Node/?*,*,*]',
  '[APIService,*,*]',
  '[APIService/?*,*,*]',
  '[TokenReview,*,*]',
  '[SubjectAccessReview,*,*]',
  '[SelfSubjectAccessReview,*,*]',
  '[Binding,*,*]',
  '[Pod/binding,*,*]',
  '[ReplicaSet,*,*]',
  '[ReplicaSet/?*,*,*]',
  '[EphemeralReport,*,*]',
  '[ClusterEphemeralReport,*,*]',
  ...['admission', 'background', 'cleanup', 'reports'].flatMap((controller) => [
    `[ClusterRole,*,kyverno:${controller}-controller]`,
    `[ClusterRole,*,kyverno:${controller}-controller:core]`,
    `[ClusterRole,*,kyverno:${controller}-controller:additional]`,
    `[ClusterRoleBinding,*,kyverno:${controller}-controller]`,
  ]),
];

/** Whose requests the chart lets pass unseen: those of the nodes. */
export const CHART_EXCLUDED_GROUPS: readonly string[] = ['system:nodes'];

/** The namespaces from which the chart's webhooks are called. */
export const CHART_NAMESPACE_SELECTOR: JsonObject = {
  matchExpressions: [{ key: NAMESPACE_NAME_LABEL, operator: 'NotIn', values: ['kube-system', 'kyverno'] }],
};
