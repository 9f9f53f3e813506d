import { admitBothWays } from '../admission/admit-both-ways.ts';
import { isSameElsewhere } from '../admission/compare-with-base.ts';
import { differingIdentities } from '../admission/differing-identities.ts';
import { objectsOf } from '../admission/effects.ts';
import { findingsOf } from '../admission/findings.ts';
import type { Court, JudgedChange } from '../admission/judge-change.ts';
import { concernsLookUps } from '../admission/look-ups.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { requestOfChange } from '../manifests/admission-request.ts';
import { identityOf } from '../manifests/identity.ts';
import type { LoadedManifests } from '../manifests/load-manifests.ts';
import type { Finding } from '../model/finding.ts';
import type { Change, Manifest } from '../model/manifest.ts';
import type { Proof } from '../model/suggestion.ts';
import type { Source } from '../text/source.ts';

/** What a proof is made with: the loader that loaded the files first, and the court that judged them first. */
export interface ProvingGround {
  readonly court: Court;
  load(sources: readonly Source[]): Promise<LoadedManifests>;
  /** Every change that was judged, by the file that it leaves the object in. */
  readonly judgedByFile: ReadonlyMap<string, readonly JudgedChange[]>;
  /** Those during which something was looked up. */
  readonly lookers: readonly JudgedChange[];
}

/** Prepares what every proof of a run needs. */
export function provingGround(
  court: Court,
  judged: readonly JudgedChange[],
  load: ProvingGround['load'],
): ProvingGround {
  return {
    court,
    load,
    judgedByFile: Map.groupBy(
      judged.filter(({ change }) => change.after),
      ({ change }) => change.after?.origin.source.file ?? '',
    ),
    lookers: judged.filter(({ admission }) => admission.lookUps.size > 0),
  };
}

export type ProofResult =
  | { readonly outcome: 'proven'; readonly proof: Proof }
  | { readonly outcome: 'unproven'; readonly reason: string };

/**
 * Proves that an edited file mends some findings: it is loaded again, every object that the edit changed (and every other that looked
 * one of them up) is judged again by all policies; the findings are gone, nothing appeared, what admission makes of the objects is the
 * same where it was admission's own change that was committed, and mutating the result again changes nothing.
 */
export async function prove(edited: Source, mended: readonly Finding[], ground: ProvingGround): Promise<ProofResult> {
  const before = ground.judgedByFile.get(edited.file) ?? [];
  const loaded = await ground.load([edited]);
  if (loaded.errors.length > 0) return unproven('the edited file could not be read again');
  const pairs = pairAgain(before, loaded.manifests);
  if (!pairs) return unproven('the edited file does not hold the same objects any more');

  const changed = pairs.filter(({ judged, manifest }) => !deepEqual(judged.change.after?.object, manifest.object));
  const identities = changed.map(({ manifest }) => identityOf(manifest.reference));
  const lookers = ground.lookers.filter(
    (judged) =>
      !changed.some((pair) => pair.judged === judged) && concernsLookUps(judged.admission.lookUps, identities),
  );
  if (lookers.length > 0)
    return unproven('policies look this object up when they judge others, so that its edit cannot be proven alone');

  const goals = new Set(mended.map(({ fingerprint }) => fingerprint));
  let gone = 0;
  for (const { judged, manifest } of changed) {
    const change: Change = judged.change.before
      ? { before: judged.change.before, after: manifest }
      : { after: manifest };
    const again = admitAgain(change, manifest, ground.court);
    const generated = differingIdentities(objectsOf(judged.admission.effects), objectsOf(again.effects));
    if (ground.lookers.some((looker) => looker !== judged && concernsLookUps(looker.admission.lookUps, generated)))
      return unproven('with it, policies would generate something else, which others look up');
    const left = new Set(again.findings.map(({ fingerprint }) => fingerprint));
    const known = new Set(judged.atHead.map(({ fingerprint }) => fingerprint));
    const missing = judged.atHead.filter(({ fingerprint }) => !left.has(fingerprint));
    const continued = new Set<Finding>();
    for (const finding of again.findings) {
      if (known.has(finding.fingerprint)) continue;
      // What is now found inside a parent that the edit made was found at that parent before.
      const same = missing.filter((other) => isSameElsewhere(finding, other));
      if (same.length === 0) return unproven(`with it, another finding appears: ${finding.policy}/${finding.rule}`);
      for (const other of same) continued.add(other);
    }
    for (const finding of missing) {
      if (continued.has(finding)) continue;
      gone++;
      goals.delete(finding.fingerprint);
    }
    const commitsAdmission = mended.some(
      (finding) => finding.outcome === 'mutate' && finding.manifest === judged.change.after,
    );
    const onlyCommitsAdmission = mended.every(
      (finding) => finding.outcome === 'mutate' || finding.manifest !== judged.change.after,
    );
    if (commitsAdmission && onlyCommitsAdmission && !deepEqual(again.object, judged.admission.object)) {
      return unproven('with it, admission would make another object of this one');
    }
    if (!again.idempotent) return unproven('admission would change the result once more at each run');
  }
  if (goals.size > 0) return unproven('with it, the finding is still there');
  const isOneOfSeveral = mended.some(({ remedy }) => remedy.outcome === 'patch' && remedy.isOneOfSeveral);
  const policiesRun = ground.court.index.policies.length;
  const proof = { gone, added: 0, policiesRun, idempotent: true, ...(isOneOfSeveral && { isOneOfSeveral }) } as const;
  return { outcome: 'proven', proof };
}

function admitAgain(change: Change, manifest: Manifest, court: Court) {
  const clusters = court.clustersOf(manifest.cluster);
  const admission = admitBothWays(
    requestOfChange(change, court.scopes, court.userInfo),
    court.index,
    court.context,
    clusters,
  );
  const findings = findingsOf(admission, manifest, court.settings);
  const { object, effects } = admission;
  if (object === null || admission.mutations.length === 0) return { findings, object, effects, idempotent: true };
  const second = admitBothWays({ ...admission.request, object }, court.index, court.context, clusters);
  return { findings, object, effects, idempotent: deepEqual(second.object, object) };
}

/** The objects of the file in their order, which an edit of their values does not change. */
function pairAgain(
  before: readonly JudgedChange[],
  manifests: readonly Manifest[],
): readonly { readonly judged: JudgedChange; readonly manifest: Manifest }[] | undefined {
  const pairs = [];
  for (const judged of before) {
    const { after } = judged.change;
    const manifest = manifests.find(
      ({ origin }) =>
        origin.document === after?.origin.document && String(origin.prefix) === String(after.origin.prefix),
    );
    if (!after || !manifest || identityOf(manifest.reference) !== identityOf(after.reference)) return undefined;
    pairs.push({ judged, manifest });
  }
  return pairs;
}

function unproven(reason: string): ProofResult {
  return { outcome: 'unproven', reason };
}
