import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Context, Policy } from '../model/engine.ts';
import type { Admission, Judged, PolicyMutation, PolicyVerdict } from './admission.ts';
import { askedPolicies } from './asked-policies.ts';
import { crashVerdict } from './crash-verdict.ts';
import { judgeCreatedPods } from './created-pods.ts';
import { generateFor } from './effects.ts';
import { type LookUps, recordLookUps } from './look-ups.ts';
import { mutateInOrder } from './mutate-in-order.ts';
import { heedOtherOrder } from './mutation-order.ts';
import type { PolicyIndex } from './policy-index.ts';

/**
 * Asks the policies about a request as an API server does: first the mutating ones, each seeing what the one before it made of the
 * object, then the validating ones on the mutated object, those about the Pods that the object will have created, and at last what would be
 * generated for it. Among policies Kyverno promises no order; ours is the index's, and where the opposite one would change a verdict, the stricter
 * stands and says so.
 * @param written the context's cluster without what policies would generate, for that is what they are asked for
 */
export function admit(request: AdmissionRequest, index: PolicyIndex, context: Context, written: Cluster): Admission {
  const lookUps: LookUps = new Set();
  const recording: Context = { ...context, cluster: recordLookUps(context.cluster, lookUps) };
  const { policies, overlooked } = askedPolicies(request, index, recording);
  const validate = (mutated: Judged) => validateMutated(request, mutated, policies, recording);
  const judged = validate(mutateInOrder(request, policies, recording));
  const backwards = () => mutateInOrder(request, policies.toReversed(), recording);
  const heeded = heedOtherOrder(judged, { backwards, validate });
  const { object, mutations } = judged;
  const admitted = { ...request, object };
  const beforeGeneration: Context = { ...context, cluster: recordLookUps(written, lookUps) };
  const generated = generateFor(admitted, policies, beforeGeneration, mutations);
  return {
    request,
    object,
    mutations,
    verdicts: [
      ...(heeded?.verdicts ?? judged.verdicts),
      ...onCreatedPods(admitted, index, recording, mutations),
      ...generated.verdicts,
    ],
    effects: [...judged.effects, ...generated.effects],
    lookUps,
    overlooked,
    ...(heeded && { otherOrder: heeded.otherOrder }),
  };
}

function validateMutated(
  request: AdmissionRequest,
  mutated: Judged,
  policies: readonly Policy[],
  context: Context,
): Judged {
  const { object, mutations } = mutated;
  const current: AdmissionRequest = object === request.object ? request : { ...request, object };
  const verdicts: PolicyVerdict[] = [];
  for (const policy of policies) {
    if (!policy.validate) continue;
    try {
      for (const verdict of policy.validate(current, context)) verdicts.push({ policy, verdict, mutations });
    } catch (cause) {
      verdicts.push({ policy, verdict: crashVerdict(policy, cause, current), mutations });
    }
  }
  return { ...mutated, verdicts: [...mutated.verdicts, ...verdicts] };
}

function onCreatedPods(
  request: AdmissionRequest,
  index: PolicyIndex,
  context: Context,
  mutations: readonly PolicyMutation[],
): readonly PolicyVerdict[] {
  return judgeCreatedPods(request, index, context, crashVerdict).map((entry) => ({ ...entry, mutations }));
}
