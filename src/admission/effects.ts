import { canonicalJson } from '../base/canonical-json.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Context, Policy } from '../model/engine.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';
import type { Judged, PolicyEffect, PolicyMutation, PolicyVerdict } from './admission.ts';
import { crashVerdict } from './crash-verdict.ts';

/**
 * What the generating policies would make once an object is admitted. That is done in the background: it neither denies the request nor changes
 * the object, and where it cannot be known what is made, or a rule breaks, that is a verdict.
 * @param request with the object as the mutating policies left it
 * @param mutations what they did to it
 */
export function generateFor(
  request: AdmissionRequest,
  policies: readonly Policy[],
  context: Context,
  mutations: readonly PolicyMutation[],
): Pick<Judged, 'verdicts' | 'effects'> {
  const verdicts: PolicyVerdict[] = [];
  const effects: PolicyEffect[] = [];
  if (request.object === null) return { verdicts, effects };
  for (const policy of policies) {
    if (!policy.generate) continue;
    try {
      const result = policy.generate(request, context);
      for (const verdict of result.verdicts) verdicts.push({ policy, verdict, mutations });
      for (const { rule, object } of result.objects) effects.push({ kind: 'generates', policy, rule, object });
    } catch (cause) {
      verdicts.push({ policy, verdict: crashVerdict(policy, cause, request), mutations });
    }
  }
  return { verdicts, effects };
}

/** The effects that the state before did not have: an object that would be another now is among them. */
export function newEffects(after: readonly PolicyEffect[], before: readonly PolicyEffect[]): readonly PolicyEffect[] {
  const known = new Set(before.map(keyOf));
  return after.filter((effect) => !known.has(keyOf(effect)));
}

function keyOf({ kind, policy, rule, object }: PolicyEffect): string {
  return canonicalJson([kind, policy.id, rule, object]);
}

/** The objects that policies would generate. */
export function objectsOf(effects: readonly PolicyEffect[]): readonly KubernetesObject[] {
  return effects
    .filter(({ kind }) => kind === 'generates')
    .map(({ object }) => object)
    .filter(isKubernetesObject);
}

function isKubernetesObject(object: JsonObject): object is KubernetesObject {
  const { apiVersion, kind, metadata } = object;
  return typeof apiVersion === 'string' && typeof kind === 'string' && isObject(metadata);
}
