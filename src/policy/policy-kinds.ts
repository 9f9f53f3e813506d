import { didYouMean } from '../base/did-you-mean.ts';
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

/** Kinds of Kyverno's that are no judges of a request, and what they are instead. */
const NO_JUDGES: { readonly [kind: string]: string } = {
  CleanupPolicy: 'deletes objects on a schedule',
  ClusterCleanupPolicy: 'deletes objects on a schedule',
  DeletingPolicy: 'deletes objects on a schedule',
  NamespacedDeletingPolicy: 'deletes objects on a schedule',
  GlobalContextEntry: 'holds data for policies',
  UpdateRequest: 'is what Kyverno notes down for itself',
};

const JUDGES = ['ClusterPolicy', 'Policy', 'PolicyException'];

/** Why no engine here runs a policy document, as far as its kind tells; undefined for a policy of somebody else's. */
export function whyNotRun({ apiVersion, kind }: KubernetesObject): string | undefined {
  const { group } = parseApiVersion(apiVersion);
  if (group !== 'kyverno.io' && group !== 'policies.kyverno.io') return undefined;
  const what = Object.hasOwn(NO_JUDGES, kind) ? NO_JUDGES[kind] : undefined;
  if (what !== undefined) return `${what}, and judges no request`;
  const meant = didYouMean(kind, [...(group === 'kyverno.io' ? JUDGES : []), ...Object.keys(NO_JUDGES)]);
  return meant === undefined ? undefined : `is of no kind that Kyverno has; did you mean ${meant}?`;
}
