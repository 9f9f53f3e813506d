import { EngineError, TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Context, Policy } from '../model/engine.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Admission, Judged, PolicyMutation, PolicyVerdict } from './admission.ts';
import { askedPolicies } from './asked-policies.ts';
import { judgeCreatedPods } from './created-pods.ts';
import { type LookUps, recordLookUps } from './look-ups.ts';
import { heedOtherOrder } from './mutation-order.ts';
import type { PolicyIndex } from './policy-index.ts';
import { redactSecrets } from './redact.ts';

/**
 * Asks the policies about a request as an API server does: first the mutating ones, each seeing what the one before it made of the
 * object, then the validating ones on the mutated object, and at last those about the Pods that the object will have created. Among policies
 * Kyverno promises no order; ours is the index's, and where the opposite one would change a verdict, the stricter stands and says so.
 */
export function admit(request: AdmissionRequest, index: PolicyIndex, context: Context): Admission {
  const lookUps: LookUps = new Set();
  const recording: Context = { ...context, cluster: recordLookUps(context.cluster, lookUps) };
  const { policies, overlooked } = askedPolicies(request, index, recording);
  const judged = judgeInOrder(request, policies, policies, recording);
  const heeded = heedOtherOrder(judged, () => judgeInOrder(request, policies.toReversed(), policies, recording));
  const { object, mutations } = judged;
  const verdicts = [
    ...(heeded?.verdicts ?? judged.verdicts),
    ...onCreatedPods({ ...request, object }, index, recording, mutations),
  ];
  return {
    request,
    object,
    mutations,
    verdicts,
    lookUps,
    overlooked,
    ...(heeded && { otherOrder: heeded.otherOrder }),
  };
}

function judgeInOrder(
  request: AdmissionRequest,
  mutating: readonly Policy[],
  validating: readonly Policy[],
  context: Context,
): Judged {
  const mutations: PolicyMutation[] = [];
  const verdicts: PolicyVerdict[] = [];
  let current = request;
  for (const policy of mutating) {
    if (!policy.mutate) continue;
    try {
      const result = policy.mutate(current, context);
      for (const verdict of result.verdicts) verdicts.push({ policy, verdict, mutations });
      for (const mutation of result.mutations) mutations.push({ policy, mutation });
      if (current.object !== null) current = { ...current, object: result.object };
    } catch (cause) {
      verdicts.push({ policy, verdict: crash(policy, cause, current), mutations });
    }
  }
  for (const policy of validating) {
    if (!policy.validate) continue;
    try {
      for (const verdict of policy.validate(current, context)) verdicts.push({ policy, verdict, mutations });
    } catch (cause) {
      verdicts.push({ policy, verdict: crash(policy, cause, current), mutations });
    }
  }
  return { object: current.object, mutations, verdicts };
}

function onCreatedPods(
  request: AdmissionRequest,
  index: PolicyIndex,
  context: Context,
  mutations: readonly PolicyMutation[],
): readonly PolicyVerdict[] {
  return judgeCreatedPods(request, index, context, (policy, cause, pod) => crash(policy, cause, pod)).map((entry) => ({
    ...entry,
    mutations,
  }));
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
