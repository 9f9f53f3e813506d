import { parseApiVersion } from '../../kubernetes/group-version-kind.ts';

/** How the CLI treats a kind of policy (map of the format, sections 1.5 and 1.6). */
export interface PolicyKind {
  readonly group: 'kyverno.io' | 'policies.kyverno.io' | 'admissionregistration.k8s.io';
  /** When it is asked about an object; the kinds of one phase are asked together, in the order of their documents. */
  readonly phase: Phase;
  /** Whether the `rule` of a row chooses among its rules; the kinds in CEL have one answer, whatever the row says. */
  readonly namedRules: boolean;
}

/** In the order of evaluation. Phases from `validating` on see what the ones before made of the object. */
export type Phase =
  | 'kyverno'
  | 'mutating-admission'
  | 'mutating'
  | 'validating-admission'
  | 'validating'
  | 'generating'
  | 'alone';
export const PHASES: readonly Phase[] = [
  'kyverno',
  'mutating-admission',
  'mutating',
  'validating-admission',
  'validating',
  'generating',
  'alone',
];

const KYVERNO = { group: 'kyverno.io', phase: 'kyverno', namedRules: true } as const;
const CEL = { group: 'policies.kyverno.io', namedRules: false } as const;
const VALIDATING: PolicyKind = { ...CEL, phase: 'validating' };
const MUTATING: PolicyKind = { ...CEL, phase: 'mutating' };
const GENERATING: PolicyKind = { ...CEL, phase: 'generating' };
const ALONE: PolicyKind = { ...CEL, phase: 'alone' };
const ADMISSION = { group: 'admissionregistration.k8s.io', namedRules: false } as const;

const KINDS: { readonly [kind: string]: PolicyKind } = {
  ClusterPolicy: KYVERNO,
  Policy: KYVERNO,
  ValidatingPolicy: VALIDATING,
  NamespacedValidatingPolicy: VALIDATING,
  MutatingPolicy: MUTATING,
  NamespacedMutatingPolicy: MUTATING,
  GeneratingPolicy: GENERATING,
  NamespacedGeneratingPolicy: GENERATING,
  ImageValidatingPolicy: ALONE,
  NamespacedImageValidatingPolicy: ALONE,
  DeletingPolicy: ALONE,
  NamespacedDeletingPolicy: ALONE,
  ValidatingAdmissionPolicy: { ...ADMISSION, phase: 'validating-admission' },
  MutatingAdmissionPolicy: { ...ADMISSION, phase: 'mutating-admission' },
};

/** What the CLI knows about a document's kind; undefined for what is no policy. */
export function policyKindOf(document: { readonly apiVersion: string; readonly kind: string }): PolicyKind | undefined {
  const known = Object.hasOwn(KINDS, document.kind) ? KINDS[document.kind] : undefined;
  return known?.group === parseApiVersion(document.apiVersion).group ? known : undefined;
}
