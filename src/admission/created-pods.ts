import type { Path } from '../base/path.ts';
import { type CreatedPod, podCreatedBy } from '../kubernetes/pod-template.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Context, Policy } from '../model/engine.ts';
import type { JsonPatch, JsonPatchOperation } from '../model/json-patch.ts';
import type { Failure, Verdict } from '../model/verdict.ts';
import { tracePath } from '../patch/trace-path.ts';
import { askedPolicies } from './asked-policies.ts';
import type { PolicyIndex } from './policy-index.ts';

export interface CreatedPodVerdict {
  readonly policy: Policy;
  /** A failure, or what could not be judged; its places are in the controller's own manifest. */
  readonly verdict: Verdict;
}

/**
 * What policies about Pods will say of the Pods that an admitted controller creates, where they say nothing about the controller itself: the
 * controller is admitted, and its Pods are not. Like any Pod these are mutated before they are judged.
 */
export function judgeCreatedPods(
  request: AdmissionRequest,
  index: PolicyIndex,
  context: Context,
  crash: (policy: Policy, cause: unknown, pod: AdmissionRequest) => Verdict,
): readonly CreatedPodVerdict[] {
  if (!index.judgesCreatedPods || request.object === null || request.subResource !== '') return [];
  const created = podCreatedBy(request.kind, request.object);
  if (!created) return [];
  const creation = requestOfPod(created, request);
  const { policies } = askedPolicies(creation, index, context);
  if (!policies.some(({ validateCreatedPod }) => validateCreatedPod)) return [];
  const verdicts: CreatedPodVerdict[] = [];
  const patch: JsonPatchOperation[] = [];
  let current = creation;
  for (const policy of policies) {
    if (!policy.mutate || current.object === null) continue;
    try {
      const result = policy.mutate(current, context);
      patch.push(...result.mutations.flatMap((mutation) => mutation.patch));
      current = { ...current, object: result.object };
    } catch (cause) {
      verdicts.push({ policy, verdict: crash(policy, cause, current) });
    }
  }
  const place: PodPlace = { kind: request.kind.kind, template: created.template, patch };
  for (const policy of policies) {
    try {
      for (const verdict of policy.validateCreatedPod?.(current, request.kind, context) ?? []) {
        const isSettled = verdict.outcome === 'pass' || verdict.outcome === 'skip';
        if (!isSettled) verdicts.push({ policy, verdict: asOfController(verdict, place) });
      }
    } catch (cause) {
      verdicts.push({ policy, verdict: crash(policy, cause, current) });
    }
  }
  return verdicts;
}

function requestOfPod({ pod, username }: CreatedPod, { namespace }: AdmissionRequest): AdmissionRequest {
  return {
    operation: 'CREATE',
    kind: POD,
    resource: PODS,
    subResource: '',
    namespace,
    name: '',
    object: pod,
    oldObject: null,
    userInfo: {
      username,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
    },
  };
}

const POD = { group: '', version: 'v1', kind: 'Pod' };
const PODS = { group: '', version: 'v1', resource: 'pods' };

/** Where the Pod is written, and what its own admission makes of it. */
interface PodPlace {
  readonly kind: string;
  readonly template: Path;
  readonly patch: JsonPatch;
}

function asOfController(verdict: Verdict, place: PodPlace): Verdict {
  if (verdict.outcome !== 'fail') return verdict;
  const said = (message: string) => `The ${place.kind} is admitted, but its Pods will be rejected: ${message}`;
  return {
    ...verdict,
    message: said(verdict.message),
    ...(verdict.authoredMessage !== undefined && { authoredMessage: said(verdict.authoredMessage) }),
    failures: verdict.failures.map((failure) => asOfTemplate({ ...failure, message: said(failure.message) }, place)),
  };
}

/** The failure in the controller's manifest, with its remedy where that is about nothing that the Pod's admission changes. */
function asOfTemplate({ path, message, remedy }: Failure, { template, patch }: PodPlace): Failure {
  const placed = (step: Path): Path => [...template, ...step];
  const before = tracePath(path, patch);
  // What a Pod has of its own, and no template has.
  const isOwn = before.path[0] === 'metadata' && ['name', 'generateName', 'namespace'].includes(String(before.path[1]));
  const inTemplate = isOwn || before.path.length < 2 ? template : placed(before.path);
  const traced = remedy?.map((operation) => ({ operation, place: tracePath(operation.path, patch) }));
  if (!traced || isOwn || traced.some(({ place }) => !place.exact)) return { path: inTemplate, message };
  return {
    path: inTemplate,
    message,
    remedy: traced.map(({ operation, place }) => ({ ...operation, path: placed(place.path) })),
  };
}
