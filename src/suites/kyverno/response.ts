import type { KubernetesObject } from '../../model/kubernetes-object.ts';

/** What one policy said about one object, in one of its parts. */
export interface Response {
  /** `metadata.name` of the policy. */
  readonly policy: string;
  readonly part: 'mutate' | 'validate' | 'generate';
  readonly namedRules: boolean;
  readonly rules: readonly RuleResponse[];
  /** The object after this policy. */
  readonly object: KubernetesObject;
  /** Why there is no answer that could be trusted: what Tidewaiter would need. */
  readonly gap?: string;
}

export type RuleStatus = 'pass' | 'fail' | 'skip' | 'warn' | 'error' | 'unknown';

export interface RuleResponse {
  readonly rule: string;
  readonly status: RuleStatus;
  readonly message: string;
  /** What a generating rule made. */
  readonly generated: readonly KubernetesObject[];
}
