import { seededRandom } from '../base/seeded-random.ts';
import type { AdmissionRequest } from '../model/admission-request.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Context, Values } from '../model/engine.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Admission, PolicyVerdict } from './admission.ts';
import { admit } from './admit.ts';
import { concernsLookUps } from './look-ups.ts';
import { STRICTNESS } from './mutation-order.ts';
import type { PolicyIndex } from './policy-index.ts';

/** The inventory as the pull request leaves it and as it finds it, and the identities of the objects that differ. */
export interface BothClusters {
  readonly head: Cluster;
  readonly base: Cluster;
  readonly changed: ReadonlySet<string>;
  /** The same without what policies would generate: so asks who wants to know what they would. */
  readonly written: { readonly head: Cluster; readonly base: Cluster };
  /** What was recorded of the cluster. */
  readonly values: Values;
}

/** What is the same for every request of a run. */
export interface RunContext extends Omit<Context, 'cluster' | 'random' | 'values'> {
  readonly seed: number;
  /** Whose word it is who makes the requests. */
  readonly userSaidBy: 'owner' | 'repository';
}

/**
 * Judges a request; by the policies that the owner requires also without the others. What a policy of the repository makes of an object
 * must not excuse it from what is required: that the cluster has such a policy, nobody but the repository says. Nor must what it says of who asks.
 */
export function admitBothWays(
  request: AdmissionRequest,
  index: PolicyIndex,
  run: RunContext,
  clusters: BothClusters,
): Admission {
  const admission = admitToEither(request, index, run, clusters);
  const { required } = index;
  if (!required) return admission;
  const { userInfo, ...withoutUser } = request;
  const isUserSure = userInfo === undefined || run.userSaidBy === 'owner';
  if (isUserSure && admission.mutations.every(({ policy }) => required.policies.includes(policy))) return admission;
  const alone = admitToEither(isUserSure ? request : withoutUser, required, run, clusters);
  const verdicts = stricterOf(admission.verdicts, alone.verdicts);
  // Where both fail, each may do so at places where the other does not.
  const others = alone.verdicts.filter((entry) => !verdicts.includes(entry) && isViolation(entry.verdict));
  const lookUps = new Set([...admission.lookUps, ...alone.lookUps]);
  return { ...admission, verdicts: [...verdicts, ...others], lookUps };
}

function isViolation(verdict: Verdict): boolean {
  return verdict.outcome === 'fail' || (verdict.outcome === 'skip' && verdict.existing !== undefined);
}

/**
 * Where a policy looked up an object that the pull request itself changes, nobody knows which of the two is applied first: the request
 * is judged with both answers, and the stricter stands.
 */
function admitToEither(
  request: AdmissionRequest,
  index: PolicyIndex,
  run: RunContext,
  clusters: BothClusters,
): Admission {
  const { head, base, written, values } = clusters;
  const withHead = admit(request, index, contextOf(run, head, values), written.head);
  if (!concernsLookUps(withHead.lookUps, clusters.changed)) return withHead;
  const withBase = admit(request, index, contextOf(run, base, values), written.base);
  const overlooked = withHead.overlooked.filter((reason) => withBase.overlooked.includes(reason));
  return { ...withHead, verdicts: stricterOf(withHead.verdicts, withBase.verdicts), overlooked };
}

/** Each request draws its random numbers from the start, so that judging it again, for a proof, gives the same. */
export function contextOf({ seed, userSaidBy: _, ...run }: RunContext, cluster: Cluster, values: Values): Context {
  return { ...run, cluster, values, random: seededRandom(seed) };
}

function stricterOf(first: readonly PolicyVerdict[], second: readonly PolicyVerdict[]): readonly PolicyVerdict[] {
  const nameOf = ({ policy, verdict }: PolicyVerdict) => `${policy.id}\n${verdict.rule}`;
  const merged = new Map(first.map((entry) => [nameOf(entry), entry]));
  for (const entry of second) {
    const other = merged.get(nameOf(entry));
    if (!other || strictness(entry.verdict) > strictness(other.verdict)) merged.set(nameOf(entry), entry);
  }
  return [...merged.values()];
}

function strictness(verdict: Verdict): number {
  return STRICTNESS[verdict.outcome];
}
