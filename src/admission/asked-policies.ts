import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Context, Policy } from '../model/engine.ts';
import type { PolicyIndex } from './policy-index.ts';

export interface AskedPolicies {
  readonly policies: readonly Policy[];
  /** Why engines never see the request, so that their policies are not asked. */
  readonly overlooked: readonly string[];
}

/** The policies that a request could concern, but for those whose engine never sees it. */
export function askedPolicies(request: AdmissionRequest, index: PolicyIndex, context: Context): AskedPolicies {
  const overlooked = new Set<string>();
  const policies = index.concerning(request).filter((policy) => {
    const reason = policy.overlooks?.(request, context);
    if (reason !== undefined) overlooked.add(reason);
    return reason === undefined;
  });
  return { policies, overlooked: [...overlooked] };
}
