import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { TargetMutation } from '../../model/verdict.ts';

/** What one policy said about one object, in one of its parts. */
export interface Response {
  /** `metadata.name` of the policy. */
  readonly policy: string;
  readonly part: 'mutate' | 'validate' | 'generate';
  readonly namedRules: boolean;
  readonly rules: readonly RuleResponse[];
  /** The object after this policy. */
  readonly object: KubernetesObject;
  /** What it made of other objects. */
  readonly targets: readonly TargetMutation[];
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
