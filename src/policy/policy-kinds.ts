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
/** A misspelt group, too, must not hide a policy. */
const HINT = /(?:kyverno\.io|gatekeeper\.sh|jspolicy\.com)|AdmissionPolicy|ClusterPolicy/;
/** Kyverno's own ConfigMap names no group. */
const SETTINGS_HINT = /\bname["']?[^\S\r\n]*:[^\S\r\n]*["']?kyverno\b/;

/** Whether a text could hold a policy document, so that the other files need not be parsed. */
export function mayHoldPolicy(text: string): boolean {
  return HINT.test(text) || SETTINGS_HINT.test(text);
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
const CEL_JUDGES = [
  'PolicyException',
  ...['Validating', 'Mutating', 'Generating', 'Deleting', 'ImageValidating'].flatMap((what) => [
    `${what}Policy`,
    `Namespaced${what}Policy`,
  ]),
];

export function isKyvernoGroup(group: string): boolean {
  return group === 'kyverno.io' || group === 'policies.kyverno.io';
}

/** Why no engine here runs a policy document, as far as its kind tells; undefined for a policy of somebody else's. */
export function whyNotRun({ apiVersion, kind }: KubernetesObject): string | undefined {
  if (!isKyvernoGroup(parseApiVersion(apiVersion).group) || !Object.hasOwn(NO_JUDGES, kind)) return undefined;
  return `${NO_JUDGES[kind]}, and judges no request`;
}

/** The kind of Kyverno's that a misspelt one is meant to be. */
export function meantKind({ apiVersion, kind }: KubernetesObject): string | undefined {
  const { group } = parseApiVersion(apiVersion);
  if (!isKyvernoGroup(group)) return undefined;
  const known = group === 'kyverno.io' ? [...JUDGES, ...Object.keys(NO_JUDGES)] : CEL_JUDGES;
  return known.includes(kind) ? undefined : didYouMean(kind, known);
}
