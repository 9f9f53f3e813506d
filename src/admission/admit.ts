import { EngineError, TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Context, Policy } from '../model/engine.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';
import type { Mutation, Verdict } from '../model/verdict.ts';
import { type LookUps, recordLookUps } from './look-ups.ts';
import type { PolicyIndex } from './policy-index.ts';
import { redactSecrets } from './redact.ts';

/** What all policies together say to one request. */
export interface Admission {
  readonly request: AdmissionRequest;
  /** The request's object after all mutating policies; null on DELETE. */
  readonly object: KubernetesObject | null;
  readonly mutations: readonly PolicyMutation[];
  readonly verdicts: readonly PolicyVerdict[];
  /** What was looked up on the way. */
  readonly lookUps: ReadonlySet<string>;
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
}

/**
 * Asks the policies about a request as an API server does: first the mutating ones, each seeing what the one before it made of the
 * object, then the validating ones on the mutated object. Among policies Kyverno promises no order; ours is the index's.
 */
export function admit(request: AdmissionRequest, index: PolicyIndex, context: Context): Admission {
  const lookUps: LookUps = new Set();
  const recording: Context = { ...context, cluster: recordLookUps(context.cluster, lookUps) };
  const policies = index.concerning(request);
  const mutations: PolicyMutation[] = [];
  const verdicts: PolicyVerdict[] = [];

  let current = request;
  for (const policy of policies) {
    if (!policy.mutate) continue;
    try {
      const result = policy.mutate(current, recording);
      for (const verdict of result.verdicts) verdicts.push({ policy, verdict, mutations });
      for (const mutation of result.mutations) mutations.push({ policy, mutation });
      if (current.object !== null) current = { ...current, object: result.object };
    } catch (cause) {
      verdicts.push({ policy, verdict: crash(policy, cause, current), mutations });
    }
  }
  for (const policy of policies) {
    if (!policy.validate) continue;
    try {
      for (const verdict of policy.validate(current, recording)) verdicts.push({ policy, verdict, mutations });
    } catch (cause) {
      verdicts.push({ policy, verdict: crash(policy, cause, current), mutations });
    }
  }
  return { request, object: current.object, mutations, verdicts, lookUps };
}

/** A throw is red: whatever a policy's code could not cope with is an error of ours, never a pass. */
function crash(policy: Policy, cause: unknown, { object, oldObject }: AdmissionRequest): Verdict {
  const seen = [object, oldObject].filter((each) => each !== null);
  const reason = redactSecrets(cause instanceof Error ? cause.message : String(cause), ...seen);
  const error =
    cause instanceof TidewaiterError
      ? cause
      : new EngineError(`${policy.id} could not be evaluated: ${reason}`, {
          code: 'engine/crash',
          span: policy.document.locate(['metadata', 'name']).span,
          remedy: 'This is a defect of Tidewaiter: please report it with the policy and the manifest.',
          cause,
        });
  return { outcome: 'error', rule: policy.name, error };
}
