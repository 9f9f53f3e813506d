/**
 * The public suites that do not pass yet, by reason. The test runs them all the same, and fails when one begins to pass.
 * `node test/conformance/run.ts --ledger` prints those that fail in this form.
 */
// biome-ignore format: a table
const KNOWN_GAPS: { readonly [reason: string]: string } = {
  "DeletingPolicy": `
    kyverno-cli/test/cli/test-context-apicall-dpol kyverno-cli/test/cli/test-context-configmap-dpol
    kyverno-cli/test/cli/test-deleting-policy/deleting-json kyverno-cli/test/cli/test-deleting-policy/deleting-pod-by-name
    kyverno-cli/test/cli/test-deleting-policy/deleting-pod-by-namespaceObject kyverno-cli/test/cli/test-deleting-policy/object-selector
    kyverno-cli/test/cli/test-deleting-policy/use-resource-lib-fail kyverno-cli/test/cli/test-deleting-policy/use-resource-lib-pass
  `,
  "GeneratingPolicy": `
    kyverno-policies/best-practices-gpol/add-network-policy kyverno-cli/test/cli/test-generating-policy/clone/generate-secrets
    kyverno-cli/test/cli/test-generating-policy/clone/generate-secrets-and-networkpolicies
    kyverno-cli/test/cli/test-generating-policy/clone/with-exceptions
    kyverno-cli/test/cli/test-generating-policy/data/generate-clusterrolebinding kyverno-cli/test/cli/test-generating-policy/data/generate-cm
    kyverno-cli/test/cli/test-generating-policy/data/with-exceptions
    kyverno-cli/test/cli/test-generating-policy/foreach/clone-generate-secrets
    kyverno-cli/test/cli/test-generating-policy/foreach/data-generate-networkpolicy
    kyverno-cli/test/cli/test-generating-policy/missing-metadata-uid
    kyverno-cli/test/cli/test-generating-policy/template/generate-cm-interpolated
    kyverno-cli/test/cli/test-generating-policy/template/generate-cm-plain kyverno-cli/test/cli/test-gpol-custom-crd
  `,
  "ImageValidatingPolicy": `
    kyverno-cli/test/cli/sample-policy-exclusion kyverno-cli/test/cli/test-context-resource-ivpol
    kyverno-cli/test/cli/test-image-validating-policy/sample-policy
  `,
  "MutatingPolicy": `
    kyverno-policies/castai-mpol/add-castai-removal-disabled kyverno-policies/istio-mpol/add-ambient-mode-namespace
    kyverno-policies/karpenter-mpol/add-karpenter-donot-evict kyverno-policies/karpenter-mpol/set-karpenter-non-cpu-limits
    kyverno-policies/other-mpol/add-certificates-volume kyverno-policies/other-mpol/add-default-resources
    kyverno-policies/other-mpol/add-env-vars-from-cm kyverno-policies/other-mpol/add-imagepullsecrets-for-containers-and-initcontainers
    kyverno-policies/other-mpol/add-labels kyverno-policies/other-mpol/add-ndots kyverno-policies/other-mpol/add-nodeSelector
    kyverno-policies/other-mpol/add-pod-priorityclassname kyverno-policies/other-mpol/add-tolerations
    kyverno-policies/other-mpol/add-ttl-jobs kyverno-policies/other-mpol/always-pull-images
    kyverno-policies/other-mpol/apply-pss-restricted-profile kyverno-policies/other-mpol/disable-automountserviceaccounttoken
    kyverno-policies/other-mpol/prepend-image-registry kyverno-policies/other-mpol/remove-hostpath-volumes
    kyverno-policies/other-mpol/replace-image-registry kyverno-policies/psp-migration-mpol/add-apparmor
    kyverno-cli/test/cli/test-context-apicall-mpol
  `,
  "PolicyException": `
    kyverno-cli/test/cli/test-validating-policy/exceptions-check-deployment-labels
    kyverno-cli/test/cli/test-validating-policy/json-with-exceptions
  `,
  "ValidatingAdmissionPolicy": `
    kyverno-cli/test/cli/test-validating-admission-policy/check-user-info
    kyverno-cli/test/cli/test-validating-admission-policy/match-namespaces
    kyverno-cli/test/cli/test-validating-admission-policy/with-bindings-1
    kyverno-cli/test/cli/test-validating-admission-policy/with-bindings-2
    kyverno-cli/test/cli/test-validating-admission-policy/with-bindings-3
    kyverno-cli/test/cli/test-validating-admission-policy/with-bindings-4
    kyverno-cli/test/cli/test-validating-admission-policy/with-match-conditions
    kyverno-cli/test/cli/test-validating-admission-policy/with-namespaceObject-1
    kyverno-cli/test/cli/test-validating-admission-policy/with-namespaceObject-2
    kyverno-cli/test/cli/test-validating-admission-policy/with-params
  `,
  "ValidatingPolicy": `
    kyverno-policies/best-practices-vpol/check-deprecated-apis kyverno-policies/best-practices-vpol/disallow-default-namespace
    kyverno-policies/best-practices-vpol/disallow-empty-ingress-host kyverno-policies/best-practices-vpol/disallow-helm-tiller
    kyverno-policies/best-practices-vpol/require-drop-all kyverno-policies/best-practices-vpol/require-drop-cap-net-raw
    kyverno-policies/best-practices-vpol/require-labels kyverno-policies/best-practices-vpol/require-probes
    kyverno-policies/best-practices-vpol/require-ro-rootfs kyverno-policies/best-practices-vpol/restrict-image-registries
    kyverno-policies/best-practices-vpol/restrict-node-port kyverno-policies/best-practices-vpol/restrict-service-external-ips
    kyverno-policies/other-vpol/allowed-base-images kyverno-policies/other-vpol/allowed-image-repos
    kyverno-policies/other-vpol/allowed-pod-priorities kyverno-policies/other-vpol/block-ephemeral-containers
    kyverno-policies/other-vpol/block-images-with-volumes kyverno-policies/other-vpol/check-env-vars
    kyverno-policies/other-vpol/check-ingress-nginx-controller-version-and-annotation-policy kyverno-policies/other-vpol/check-nvidia-gpu
    kyverno-policies/other-vpol/deny-secret-service-account-token-type kyverno-policies/other-vpol/disallow-localhost-services
    kyverno-policies/other-vpol/docker-socket-requires-label kyverno-policies/other-vpol/enforce-pod-duration
    kyverno-policies/other-vpol/enforce-readwriteonce-pod kyverno-policies/other-vpol/ensure-probes-different
    kyverno-policies/other-vpol/forbid-cpu-limits kyverno-policies/other-vpol/imagepullpolicy-always
    kyverno-policies/other-vpol/ingress-host-match-tls kyverno-policies/other-vpol/limit-configmap-for-sa
    kyverno-policies/other-vpol/limit-containers-per-pod kyverno-policies/other-vpol/limit-hostpath-type-pv
    kyverno-policies/other-vpol/limit-hostpath-vols kyverno-policies/other-vpol/memory-requests-equal-limits
    kyverno-policies/other-vpol/metadata-match-regex kyverno-policies/other-vpol/pdb-maxunavailable
    kyverno-policies/other-vpol/prevent-bare-pods kyverno-policies/other-vpol/prevent-cr8escape
    kyverno-policies/other-vpol/require-container-port-names kyverno-policies/other-vpol/require-emptydir-requests-limits
    kyverno-policies/other-vpol/require-image-checksum kyverno-policies/other-vpol/require-ingress-https
    kyverno-policies/other-vpol/require-non-root-groups kyverno-policies/other-vpol/require-qos-burstable
    kyverno-policies/other-vpol/require-qos-guaranteed kyverno-policies/other-vpol/require-storageclass
    kyverno-policies/other-vpol/restrict-annotations kyverno-policies/other-vpol/restrict-binding-clusteradmin
    kyverno-policies/other-vpol/restrict-clusterrole-nodesproxy kyverno-policies/other-vpol/restrict-controlplane-scheduling
    kyverno-policies/other-vpol/restrict-deprecated-registry kyverno-policies/other-vpol/restrict-ingress-classes
    kyverno-policies/other-vpol/restrict-ingress-defaultbackend kyverno-policies/other-vpol/restrict-ingress-wildcard
    kyverno-policies/other-vpol/restrict-jobs kyverno-policies/other-vpol/restrict-loadbalancer
    kyverno-policies/other-vpol/restrict-networkpolicy-empty-podselector kyverno-policies/other-vpol/restrict-sa-automount-sa-token
    kyverno-policies/other-vpol/restrict-secret-role-verbs kyverno-policies/other-vpol/restrict-secrets-by-name
    kyverno-policies/other-vpol/restrict-storageclass kyverno-policies/other-vpol/restrict-usergroup-fsgroup-id
    kyverno-policies/other-vpol/restrict-wildcard-verbs kyverno-policies/other-vpol/topologyspreadconstraints-policy
    kyverno-policies/pod-security-vpol/baseline/disallow-host-namespaces kyverno-policies/pod-security-vpol/baseline/disallow-host-ports
    kyverno-policies/pod-security-vpol/baseline/disallow-privileged-containers
    kyverno-policies/pod-security-vpol/baseline/disallow-proc-mount kyverno-policies/pod-security-vpol/baseline/restrict-seccomp
    kyverno-policies/pod-security-vpol/baseline/restrict-sysctls kyverno-policies/pod-security-vpol/restricted/require-run-as-nonroot
    kyverno-cli/test/cli/test/cel-http-post-mock kyverno-cli/test/cli/test/mock-gce-resource-files
    kyverno-cli/test/cli/test-context-configmap-vpol kyverno-cli/test/cli/test-ruleless-policy
    kyverno-cli/test/cli/test-validating-policy/allowed-base-images kyverno-cli/test/cli/test-validating-policy/check-deployment-labels
    kyverno-cli/test/cli/test-validating-policy/check-deployment-namespace
    kyverno-cli/test/cli/test-validating-policy/check-deployments-replica kyverno-cli/test/cli/test-validating-policy/check-deprecated-apis
    kyverno-cli/test/cli/test-validating-policy/disallow-host-path kyverno-cli/test/cli/test-validating-policy/envoy-allow
    kyverno-cli/test/cli/test-validating-policy/envoy-deny kyverno-cli/test/cli/test-validating-policy/envoy-jwt#1
    kyverno-cli/test/cli/test-validating-policy/envoy-jwt#2 kyverno-cli/test/cli/test-validating-policy/http-allow
    kyverno-cli/test/cli/test-validating-policy/http-deny kyverno-cli/test/cli/test-validating-policy/json-check-dockerfile
    kyverno-cli/test/cli/test-validating-policy/json-multi-document#1 kyverno-cli/test/cli/test-validating-policy/json-multi-document#2
    kyverno-cli/test/cli/test-validating-policy/json-multiple-payloads kyverno-cli/test/cli/test-validating-policy/operation-delete
    kyverno-cli/test/cli/test-validating-policy/policy-with-cm kyverno-cli/test/cli/test-validating-policy/restrict-image-registries
    kyverno-cli/test/cli/test-validating-policy/with-namespaceObject-2
  `,
  "celPreconditions": `
    kyverno-policies/aws-cel/require-encryption-aws-loadbalancers kyverno-policies/other-cel/deny-commands-in-exec-probe
    kyverno-policies/other-cel/limit-hostpath-vols kyverno-policies/other-cel/restrict-jobs
    kyverno-cli/test/cli/test/cel-preconditions-deprecated
  `,
  "imageExtractors": `
    kyverno-cli/test/cli/test/images/verify-signature
  `,
  "validate.cel": `
    kyverno-policies/argo-cel/application-field-validation kyverno-policies/argo-cel/appproject-clusterresourceblacklist
    kyverno-policies/best-practices-cel/disallow-empty-ingress-host kyverno-policies/best-practices-cel/disallow-helm-tiller
    kyverno-policies/best-practices-cel/require-drop-all kyverno-policies/best-practices-cel/require-drop-cap-net-raw
    kyverno-policies/best-practices-cel/require-labels kyverno-policies/best-practices-cel/require-pod-requests-limits
    kyverno-policies/best-practices-cel/require-probes kyverno-policies/best-practices-cel/require-ro-rootfs
    kyverno-policies/best-practices-cel/restrict-image-registries kyverno-policies/best-practices-cel/restrict-service-external-ips
    kyverno-policies/consul-cel/enforce-min-tls-version kyverno-policies/flux-cel/verify-flux-sources
    kyverno-policies/flux-cel/verify-git-repositories kyverno-policies/istio-cel/enforce-sidecar-injection-namespace
    kyverno-policies/istio-cel/enforce-strict-mtls kyverno-policies/istio-cel/prevent-disabling-injection-pods
    kyverno-policies/kasten-cel/k10-data-protection-by-label kyverno-policies/kasten-cel/k10-hourly-rpo
    kyverno-policies/linkerd-cel/prevent-linkerd-pod-injection-override kyverno-policies/linkerd-cel/prevent-linkerd-port-skipping
    kyverno-policies/nginx-ingress-cel/restrict-annotations kyverno-policies/openshift-cel/check-routes
    kyverno-policies/openshift-cel/disallow-deprecated-apis kyverno-policies/openshift-cel/disallow-security-context-constraint-anyuid
    kyverno-policies/openshift-cel/enforce-etcd-encryption kyverno-policies/other-cel/allowed-annotations
    kyverno-policies/other-cel/check-env-vars kyverno-policies/other-cel/check-serviceaccount-secrets
    kyverno-policies/other-cel/disallow-all-secrets kyverno-policies/other-cel/disallow-localhost-services
    kyverno-policies/other-cel/disallow-secrets-from-env-vars kyverno-policies/other-cel/docker-socket-requires-label
    kyverno-policies/other-cel/enforce-pod-duration kyverno-policies/other-cel/ensure-probes-different
    kyverno-policies/other-cel/forbid-cpu-limits kyverno-policies/other-cel/imagepullpolicy-always
    kyverno-policies/other-cel/limit-containers-per-pod kyverno-policies/other-cel/limit-hostpath-type-pv
    kyverno-policies/other-cel/metadata-match-regex kyverno-policies/other-cel/prevent-bare-pods kyverno-policies/other-cel/prevent-cr8escape
    kyverno-policies/other-cel/require-annotations kyverno-policies/other-cel/require-container-port-names
    kyverno-policies/other-cel/require-image-checksum kyverno-policies/other-cel/require-non-root-groups
    kyverno-policies/other-cel/require-pod-priorityclassname kyverno-policies/other-cel/require-qos-burstable
    kyverno-policies/other-cel/require-storageclass kyverno-policies/other-cel/restrict-annotations
    kyverno-policies/other-cel/restrict-binding-system-groups kyverno-policies/other-cel/restrict-clusterrole-nodesproxy
    kyverno-policies/other-cel/restrict-controlplane-scheduling kyverno-policies/other-cel/restrict-deprecated-registry
    kyverno-policies/other-cel/restrict-ingress-defaultbackend kyverno-policies/other-cel/restrict-networkpolicy-empty-podselector
    kyverno-policies/other-cel/restrict-node-affinity kyverno-policies/other-cel/restrict-sa-automount-sa-token
    kyverno-policies/other-cel/restrict-secret-role-verbs kyverno-policies/other-cel/restrict-secrets-by-name
    kyverno-policies/other-cel/restrict-service-port-range kyverno-policies/other-cel/restrict-storageclass
    kyverno-policies/other-cel/restrict-wildcard-resources kyverno-policies/pod-security-cel/baseline/disallow-host-namespaces
    kyverno-policies/pod-security-cel/baseline/disallow-host-ports kyverno-policies/pod-security-cel/baseline/disallow-host-ports-range
    kyverno-policies/pod-security-cel/baseline/disallow-host-process kyverno-policies/pod-security-cel/baseline/disallow-proc-mount
    kyverno-policies/pod-security-cel/baseline/restrict-seccomp kyverno-policies/pod-security-cel/restricted/require-run-as-non-root-user
    kyverno-policies/pod-security-cel/restricted/require-run-as-nonroot kyverno-policies/pod-security-cel/restricted/restrict-volume-types
    kyverno-policies/psp-migration-cel/check-supplemental-groups kyverno-policies/psp-migration-cel/restrict-adding-capabilities
    kyverno-policies/traefik-cel/disallow-default-tlsoptions kyverno-policies/velero-cel/validate-cron-schedule
    kyverno-cli/test/cli/test/check-deployment-namespace-cel
  `,
  "validate.podSecurity": `
    kyverno-cli/test/cli/test-exceptions/exceptions-3
    kyverno-policies/pod-security/subrule/restricted/restricted-latest
  `,
  "verifyImages": `
    kyverno-cli/test/cli/test/images/signatures
  `,
};

/** The CLI's own test that a policy which does not exist fails its row. */
export const FAILS_AS_IT_SHOULD = 'kyverno-cli/test/cli/test-fail/missing-policy';

let reasons: ReadonlyMap<string, string> | undefined;

/** Why a suite does not pass yet; undefined for those that must. */
export function knownGap(suite: string): string | undefined {
  reasons ??= new Map(
    Object.entries(KNOWN_GAPS).flatMap(([reason, names]) => namesOf(names).map((name) => [name, reason] as const)),
  );
  return reasons.get(suite);
}

export function gapNames(): readonly string[] {
  return Object.values(KNOWN_GAPS).flatMap(namesOf);
}

function namesOf(names: string): readonly string[] {
  return names.trim().split(/\s+/);
}
