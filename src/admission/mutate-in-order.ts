import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Context, Policy } from '../model/engine.ts';
import type { Judged, PolicyEffect, PolicyMutation, PolicyVerdict } from './admission.ts';
import { crashVerdict } from './crash-verdict.ts';

/** Asks the mutating policies about a request, each seeing what the one before it made of the object. */
export function mutateInOrder(request: AdmissionRequest, policies: readonly Policy[], context: Context): Judged {
  const mutations: PolicyMutation[] = [];
  const verdicts: PolicyVerdict[] = [];
  const effects: PolicyEffect[] = [];
  let current = request;
  for (const policy of policies) {
    if (!policy.mutate) continue;
    try {
      const result = policy.mutate(current, context);
      for (const verdict of result.verdicts) verdicts.push({ policy, verdict, mutations });
      for (const mutation of result.mutations) mutations.push({ policy, mutation });
      for (const { rule, object, patch } of result.targets ?? []) {
        if (patch.length > 0) effects.push({ kind: 'changes', policy, rule, object });
      }
      if (current.object !== null) current = { ...current, object: result.object };
    } catch (cause) {
      verdicts.push({ policy, verdict: crashVerdict(policy, cause, current), mutations });
    }
  }
  return { object: current.object, mutations, verdicts, effects };
}
