import { deepEqual } from '../base/deep-equal.ts';
import type { Path } from '../base/path.ts';
import { valueAt } from '../base/value-at.ts';
import { keyedPath } from '../kubernetes/keyed-path.ts';
import { identityOf } from '../manifests/identity.ts';
import type { Finding, FindingStatus, Remedy } from '../model/finding.ts';
import type { JsonPatch } from '../model/json-patch.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Failure, FailVerdict } from '../model/verdict.ts';
import { tracePath } from '../patch/trace-path.ts';
import type { Configuration } from '../policy/configuration.ts';
import type { SettledLevels } from '../policy/settle-levels.ts';
import type { Admission, PolicyVerdict } from './admission.ts';
import { type AdmissionChange, admissionChanges } from './admission-changes.ts';
import { fingerprintOf } from './fingerprint.ts';
import { JudgedFinding } from './judged-finding.ts';
import { redactSecrets } from './redact.ts';
import { authoredRule, levelOf } from './rule-level.ts';

export interface FindingSettings {
  readonly levels: SettledLevels;
  /** The level of what admission would change; `off` reports none of it. */
  readonly mutations: Configuration['mutations'];
}

/**
 * What is to be said about one admission: every failing leaf, every rule that broke or could not be judged, every change that
 * admission would make. Paths are led back to the object as written. The status is `new` until the base has been compared
 * (`compareWithBase`); what the policy tolerates because it was so before is `existing` from the start.
 */
export function findingsOf(
  admission: Admission,
  manifest: Manifest,
  settings: FindingSettings,
): readonly JudgedFinding[] {
  const collector = new Collector(admission, manifest, settings);
  for (const entry of admission.verdicts) collector.addVerdict(entry);
  if (settings.mutations !== 'off') {
    for (const change of admissionChanges(admission)) {
      const { policy, mutation } = change.by;
      collector.add(
        { policy, verdict: { outcome: 'pass', rule: mutation.rule }, mutations: admission.mutations },
        {
          outcome: 'mutate',
          path: change.path,
          message: withNote(change.message, noteOfChange(change, admission)),
          level: settings.mutations,
          remedy: { outcome: 'patch', patch: change.patch },
        },
      );
    }
  }
  return collector.findings;
}

interface Leaf {
  readonly outcome: Finding['outcome'];
  readonly path: Path;
  readonly message: string;
  readonly authoredMessage?: string | undefined;
  readonly remedy: Remedy;
  readonly level?: Finding['level'];
  readonly status?: FindingStatus;
}

class Collector {
  readonly findings: JudgedFinding[] = [];
  readonly #admission: Admission;
  readonly #manifest: Manifest;
  readonly #settings: FindingSettings;
  readonly #identity: string;
  /** The objects that a message may quote. */
  readonly #seen: readonly KubernetesObject[];
  /** How often a rule fails at a place, and of which of the admissions that was. */
  readonly #occurrences = new Map<string, { readonly count: number; readonly mutations: PolicyVerdict['mutations'] }>();

  constructor(admission: Admission, manifest: Manifest, settings: FindingSettings) {
    this.#admission = admission;
    this.#manifest = manifest;
    this.#settings = settings;
    this.#identity = identityOf(manifest.reference);
    const { request, object } = admission;
    this.#seen = [...new Set([manifest.object, request.oldObject, object])].filter((each) => each !== null);
  }

  addVerdict(entry: PolicyVerdict): void {
    const { verdict } = entry;
    switch (verdict.outcome) {
      case 'pass':
        return;
      case 'skip':
        for (const leaf of verdict.existing ? leavesOf(verdict.existing, entry) : [])
          this.add(entry, { ...leaf, status: 'existing' });
        return;
      case 'fail':
        for (const leaf of leavesOf(verdict, entry)) this.add(entry, leaf);
        return;
      case 'error':
        this.add(entry, {
          outcome: 'error',
          path: this.#namePath(),
          message: verdict.error.message,
          remedy: none('the rule could not be evaluated'),
        });
        return;
      case 'unknown':
        this.add(entry, {
          outcome: 'unknown',
          path: this.#namePath(),
          message: `could not be judged: it needs ${verdict.needs}`,
          remedy: none('the rule could not be judged'),
        });
    }
  }

  add(entry: PolicyVerdict, leaf: Leaf): void {
    const { policy, verdict } = entry;
    const manifest = this.#manifest;
    const rule = authoredRule(policy, verdict.rule);
    const ruleName = rule?.name ?? verdict.rule;
    const keyed = keyedPath(manifest.object, leaf.path);
    const place = `${policy.id}\n${ruleName}\n${leaf.outcome}\n${keyed}`;
    const known = this.#occurrences.get(place);
    // It was found with all policies already, and now by those alone that the owner requires.
    if (known && known.mutations !== entry.mutations) return;
    const occurrence = known?.count ?? 0;
    this.#occurrences.set(place, { count: occurrence + 1, mutations: entry.mutations });
    const facts = {
      fingerprint: fingerprintOf({
        policyId: policy.id,
        rule: ruleName,
        outcome: leaf.outcome,
        cluster: manifest.cluster,
        object: this.#identity,
        keyedPath: keyed,
        occurrence,
      }),
      status: leaf.status ?? 'new',
      level: leaf.level ?? levelOf(policy, verdict, this.#settings.levels),
      outcome: leaf.outcome,
      rule: ruleName,
      message: withNote(redactSecrets(leaf.message, ...this.#seen), entry.note),
      authoredMessage: leaf.authoredMessage && withNote(redactSecrets(leaf.authoredMessage, ...this.#seen), entry.note),
      manifest,
      path: leaf.path,
      remedy: leaf.remedy,
      mending: leaf.remedy.outcome === 'none' ? leaf.remedy : UNPROVEN,
    };
    this.findings.push(new JudgedFinding(facts, policy, rule?.path ?? NAME));
  }

  /** Where a verdict about the object as a whole is placed: its name, else its kind. */
  #namePath(): Path {
    const object = this.#admission.request.object ?? this.#admission.request.oldObject;
    return valueAt(object ?? undefined, ['metadata', 'name']) === undefined ? ['kind'] : ['metadata', 'name'];
  }
}

function withNote(message: string, note: string | undefined): string {
  return note === undefined ? message : `${message} (${note})`;
}

/** Of a change that another order of the mutating policies would not make, or make otherwise. */
function noteOfChange({ path }: AdmissionChange, { object, otherOrder }: Admission): string | undefined {
  if (!otherOrder) return undefined;
  const isSame = deepEqual(
    valueAt(object ?? undefined, path) ?? null,
    valueAt(otherOrder.object ?? undefined, path) ?? null,
  );
  return isSame ? undefined : otherOrder.note;
}

/** Paths and patches are about the object as the policy saw it, and are led back through what had been made of it. */
function leavesOf(
  { failures, authoredMessage }: Pick<FailVerdict, 'failures' | 'authoredMessage'>,
  { mutations }: PolicyVerdict,
): readonly Leaf[] {
  const patch = mutations.flatMap(({ mutation }) => mutation.patch);
  return failures.map((failure) => {
    const { path } = tracePath(failure.path, patch);
    return { outcome: 'fail', path, message: failure.message, authoredMessage, remedy: remedyOf(failure, patch) };
  });
}

function remedyOf({ remedy, isOneOfSeveral, whyNoRemedy }: Failure, before: JsonPatch): Remedy {
  if (!remedy) return none(whyNoRemedy ?? 'the rule does not say what exactly would be legal');
  const patch = remedy.map((operation) => ({ operation, traced: tracePath(operation.path, before) }));
  if (patch.some(({ traced }) => !traced.exact)) return none('admission itself changes this place first');
  const traced = patch.map(({ operation, traced: { path } }) => ({ ...operation, path }));
  return { outcome: 'patch', patch: traced, ...(isOneOfSeveral && { isOneOfSeveral }) };
}

const UNPROVEN = { outcome: 'none', reason: 'it has not been proven' } as const;
const NAME: Path = ['metadata', 'name'];

function none(reason: string): Remedy {
  return { outcome: 'none', reason };
}
