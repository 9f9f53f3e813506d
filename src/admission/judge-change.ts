import { deepEqual } from '../base/deep-equal.ts';
import { requestOfChange, requestOfState } from '../manifests/admission-request.ts';
import type { Scopes } from '../manifests/scopes.ts';
import type { UserInfo } from '../model/admission-request.ts';
import type { Change, Manifest } from '../model/manifest.ts';
import type { Admission, PolicyEffect } from './admission.ts';
import { admitBothWays, type BothClusters, type RunContext } from './admit-both-ways.ts';
import { compareWithBase } from './compare-with-base.ts';
import { newEffects } from './effects.ts';
import { type FindingSettings, findingsOf } from './findings.ts';
import type { JudgedFinding } from './judged-finding.ts';
import type { PolicyIndex } from './policy-index.ts';

/** Everything that judging needs beside the change itself. */
export interface Court {
  readonly index: PolicyIndex;
  readonly context: RunContext;
  readonly scopes: Scopes;
  readonly settings: FindingSettings;
  readonly userInfo?: UserInfo;
  clustersOf(cluster: string): BothClusters;
}

export interface JudgedChange {
  readonly change: Change;
  /** Of the change; for an object that did not change, of its state. */
  readonly admission: Admission;
  /** What the admission gave, before it was compared with the base. */
  readonly atHead: readonly JudgedFinding[];
  /** Those at head, and those that only the base had, with their status. */
  readonly findings: readonly JudgedFinding[];
  /** What policies would do in the cluster because of the change. */
  readonly effects: readonly PolicyEffect[];
}

/**
 * Judges a change and, to tell new from existing, the state before it. The state before is judged as if it were created: that is what
 * Kyverno does with an old object (validate_resource.go, validateOldObject), and so a rule about updates is not excused by the base.
 */
export function judgeChange(change: Change, court: Court): JudgedChange {
  const subject = change.after ?? change.before;
  if (change.after && isUnchanged(change)) return judgeState(change, change.after, court);
  const admission = admitBothWays(
    requestOfChange(change, court.scopes, court.userInfo),
    court.index,
    court.context,
    court.clustersOf(subject.cluster),
  );
  const atHead = findingsOf(admission, subject, court.settings);
  const before = change.before && admitAtBase(change.before, court);
  return {
    change,
    admission,
    atHead,
    findings: compareWithBase(atHead, before ? findingsOf(before, change.before, court.settings) : []),
    effects: newEffects(admission.effects, before?.effects ?? []),
  };
}

/** Judges an object that the pull request leaves as it is: whatever is found was there before. */
function judgeState(change: Change, manifest: Manifest, court: Court): JudgedChange {
  const request = requestOfState(manifest, court.scopes, court.userInfo);
  const admission = admitBothWays(request, court.index, court.context, court.clustersOf(manifest.cluster));
  const atHead = findingsOf(admission, manifest, court.settings);
  return {
    change,
    admission,
    atHead,
    findings: atHead.map((finding) => finding.withStatus('existing')),
    effects: [],
  };
}

function admitAtBase(manifest: Manifest, court: Court): Admission {
  const { base, written, values } = court.clustersOf(manifest.cluster);
  const onlyBase = { head: written.base, base: written.base };
  const clusters: BothClusters = { head: base, base, changed: new Set(), written: onlyBase, values };
  const request = requestOfState(manifest, court.scopes, court.userInfo);
  return admitBothWays(request, court.index, court.context, clusters);
}

/** Whether an object is the same on both sides: only its place or its formatting moved. */
export function isUnchanged({ before, after }: Change): boolean {
  return before !== undefined && after !== undefined && deepEqual(before.object, after.object);
}
