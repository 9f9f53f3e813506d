import type { JsonObject } from '../base/json.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Policy } from '../model/engine.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';
import type { Mutation, Verdict } from '../model/verdict.ts';

/** What all policies together say to one request. */
export interface Admission extends Judged {
  readonly request: AdmissionRequest;
  /** Where another order of the mutating policies makes something else of the object. */
  readonly otherOrder?: OtherOrder;
  /** What was looked up on the way. */
  readonly lookUps: ReadonlySet<string>;
  /** Why engines never see the request, so that their policies were not asked. */
  readonly overlooked: readonly string[];
}

export interface Judged {
  /** The request's object after all mutating policies; null on DELETE. */
  readonly object: KubernetesObject | null;
  readonly mutations: readonly PolicyMutation[];
  readonly verdicts: readonly PolicyVerdict[];
  /** What policies would do in the cluster beside it. */
  readonly effects: readonly PolicyEffect[];
}

/** What a policy would make of an object other than the request's: a new one, or something else of one that is there. */
export interface PolicyEffect {
  readonly kind: 'generates' | 'changes';
  readonly policy: Policy;
  readonly rule: string;
  /** As it would be. */
  readonly object: JsonObject;
}

export interface PolicyMutation {
  readonly policy: Policy;
  readonly mutation: Mutation;
}

export interface PolicyVerdict {
  readonly policy: Policy;
  readonly verdict: Verdict;
  /** What had been made of the object that the verdict is about. */
  readonly mutations: readonly PolicyMutation[];
  /** What its reader has to know beside it. */
  readonly note?: string;
}

/** What comes of a request where the mutating policies are asked in the opposite order, and it is something else. */
export interface OtherOrder {
  readonly object: KubernetesObject | null;
  /** In words: among which policies. */
  readonly note: string;
}
