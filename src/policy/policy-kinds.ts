import { parseApiVersion } from '../kubernetes/group-version-kind.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';

/** API groups whose documents are policies to somebody. */
const POLICY_GROUPS = [
  'kyverno.io',
  'policies.kyverno.io',
  'templates.gatekeeper.sh',
  'constraints.gatekeeper.sh',
  'mutations.gatekeeper.sh',
  'policy.jspolicy.com',
];
const POLICY_KINDS = /^(?:Validating|Mutating)AdmissionPolicy(?:Binding)?$/;
const GROUP_HINT = /(?:kyverno\.io|gatekeeper\.sh|jspolicy\.com)|AdmissionPolicy/;

/** Whether a text could hold a policy document, so that the other files need not be parsed. */
export function mayHoldPolicy(text: string): boolean {
  return GROUP_HINT.test(text);
}

/** Whether a broken text wanted to be a policy that an engine would have run: by its apiVersion. */
export function isInPolicy(text: string): boolean {
  return POLICY_API_VERSION.test(text);
}

// The blanks are those of one line: from every one of many empty lines on, all that follow would be read again.
const POLICY_API_VERSION =
  /^(?:[^\S\r\n\u2028\u2029]|[{,])*["']?apiVersion["']?\s*:\s*["']?(?:policies\.)?kyverno\.io\//m;

/** Whether a document is a policy to somebody, though no engine here may run it. */
export function isPolicyKind(object: KubernetesObject): boolean {
  const { group } = parseApiVersion(object.apiVersion);
  if (group === 'admissionregistration.k8s.io') return POLICY_KINDS.test(object.kind);
  return POLICY_GROUPS.includes(group);
}
