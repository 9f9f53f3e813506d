import { hasWildcard, matchesWildcard } from '../base/wildcard.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { KindSelector, Policy } from '../model/engine.ts';

/** Policies by what they could be about, so that a request meets only those. */
export interface PolicyIndex {
  readonly policies: readonly Policy[];
  /** Those that a request could concern, in the order of their names. */
  concerning(request: AdmissionRequest): readonly Policy[];
  /** Whether one of them has rules about the Pods that other objects will have created. */
  readonly judgesCreatedPods: boolean;
  /** Those that the owner requires, which judge as if there were no others, too. */
  readonly required?: PolicyIndex;
}

export function indexPolicies(policies: readonly Policy[], required: readonly Policy[] = []): PolicyIndex {
  // Requests come in few kinds: the answer for each is worked out once.
  const known = new Map<string, readonly Policy[]>();
  return {
    policies,
    judgesCreatedPods: policies.some(({ validateCreatedPod }) => validateCreatedPod),
    ...(required.length === 0 ? {} : { required: indexPolicies(required) }),
    concerning(request) {
      const { group, version, kind } = request.kind;
      const key = `${group}/${version}/${kind}/${request.subResource}/${request.operation}`;
      let answer = known.get(key);
      if (!answer) {
        answer = policies.filter((policy) => policy.kinds.some((selector) => selects(selector, request)));
        known.set(key, answer);
      }
      return answer;
    },
  };
}

function selects(selector: KindSelector, { kind, subResource, operation }: AdmissionRequest): boolean {
  return (
    agrees(selector.kind, kind.kind) &&
    agrees(selector.group, kind.group) &&
    agrees(selector.version, kind.version) &&
    agrees(selector.subResource, subResource) &&
    (selector.operations === undefined || selector.operations.includes(operation))
  );
}

function agrees(pattern: string, text: string): boolean {
  return hasWildcard(pattern) ? matchesWildcard(pattern, text) : pattern === text;
}
