import { exemptFindings, unusedExemptions } from './admission/exempt-findings.ts';
import { withGeneratedObjects } from './admission/generated-objects.ts';
import { type Court, isUnchanged, type JudgedChange, judgeChange } from './admission/judge-change.ts';
import { indexPolicies } from './admission/policy-index.ts';
import { seededRandom } from './base/seeded-random.ts';
import { engines } from './engines/registry.ts';
import type { TidewaiterError } from './errors/tidewaiter-error.ts';
import { loadManifests } from './manifests/load-manifests.ts';
import { type ManifestChanges, readManifestChanges } from './manifests/read-change-set.ts';
import type { Instant, Values } from './model/engine.ts';
import type { ChangeSet, Files } from './model/files.ts';
import type { Change } from './model/manifest.ts';
import type { Preview, Review } from './model/review.ts';
import type { Configuration } from './policy/configuration.ts';
import { findUser } from './policy/find-user.ts';
import { findGateChanges, type GateChanges } from './policy/gate-changes.ts';
import type { GateOptions } from './policy/gate-options.ts';
import { type Gate, loadGate } from './policy/load-gate.ts';
import { provingGround } from './remedy/prove.ts';
import { suggest } from './remedy/suggest.ts';
import { composeReview } from './review/compose.ts';
import { partOf, reportedFinding } from './review/part.ts';
import { comparePreview } from './review/preview.ts';
import { selectFindings } from './review/select-findings.ts';
import { type ClusterRecords, readClusterRecords } from './suites/kyverno/cluster-records.ts';
import type { Source } from './text/source.ts';

export interface JudgeInput extends Omit<GateOptions, 'engines'> {
  readonly change: ChangeSet;
  /** Who asks for it: a login at GitHub. Undefined where nobody tells. */
  readonly author?: string | undefined;
  /** Files and folders that alone are to be judged. */
  readonly paths?: readonly string[];
  readonly now: Instant;
  /** The workflow file that runs this gate: a pull request that changes it is named. */
  readonly workflowFile?: string | undefined;
  /** How many findings to try a suggestion for; Infinity for all of them. */
  readonly suggestions?: number;
  /** Whether to keep the verdicts that are no finding (`otherVerdicts`), which are most of them: true where it is not said. */
  readonly allVerdicts?: boolean;
  /** For what policies call random: the same seed, the same review. */
  readonly seed: number;
  /** Milliseconds, for the durations in the report. */
  clock(): number;
  progress?(step: string): void;
}

/** Nobody reads more at once, and a pull request hardly ever has as many. */
export const DEFAULT_SUGGESTIONS = 100;

/**
 * Judges a pull request: from what changed to the review, without reading or telling anything outside of what it is given.
 * Throws only for what makes judging impossible altogether; every other trouble is a problem in the review.
 */
export async function judge(input: JudgeInput): Promise<Review> {
  const started = input.clock();
  const { change, progress = () => {} } = input;

  progress('loading policies');
  const gate = await loadGateAt(change.base?.tip ?? change.head, input);
  const { configuration } = gate;

  progress('loading manifests');
  const scope = configuration.report === 'all' ? 'all' : 'changed-files';
  const manifests = await loadChanges(input, configuration, scope);

  progress('judging');
  const court = openCourt(input, gate, manifests);
  const judged = judgeChanges(manifests, court, configuration);
  const findings = exemptFindings(
    judged.flatMap((each) => each.findings),
    gate.exemptions,
    input.now,
  );
  const { shown, hidden } = selectFindings(findings, configuration.report);

  progress('proving suggestions');
  const load = (sources: readonly Source[]) => loadManifests(sources, manifests.settings);
  const mended = await suggest(shown, provingGround(court, judged, load), {
    most: input.suggestions ?? DEFAULT_SUGGESTIONS,
  });

  progress('looking at the gate itself');
  const own = await judgeGateChanges(input, gate);

  return composeReview({
    configuration,
    ...(change.base === undefined ? {} : { base: change.base.tip.id }),
    head: change.head.id,
    part: partOf({
      judged,
      shown: mended,
      hidden,
      problems: manifests.errors,
      notJudged: manifests.notJudged,
      assumedScopes: manifests.assumedScopes,
      files: manifests.files,
      allVerdicts: input.allVerdicts ?? true,
    }),
    problems: problemsOf(gate),
    mendsGate: own.mendsGate,
    notLoaded: gate.policies.notLoaded,
    refused: [...gate.refused, ...own.refused],
    notes: [...gate.notes, ...manifests.notes],
    gateChanges: own.changes,
    exemptions: gate.exemptions,
    unusedExemptions: scope === 'all' ? unusedExemptions(gate.exemptions, findings) : [],
    preview: own.preview,
    policies: gate.policies.policies.length,
    durationMs: input.clock() - started,
  });
}

export function loadGateAt(files: Files, input: JudgeInput): Promise<Gate> {
  return loadGate(files, { ...input, engines });
}

/** What is to be judged, and what is known of the clusters that it belongs to. */
export interface LoadedChanges extends ManifestChanges {
  /** What was recorded of a cluster. */
  valuesOf(cluster: string): Values;
}

export async function loadChanges(
  { change, paths = [], now, seed }: Pick<JudgeInput, 'change' | 'paths' | 'now' | 'seed'>,
  configuration: Configuration,
  scope: 'changed-files' | 'all',
): Promise<LoadedChanges> {
  const manifests = await readManifestChanges(change, {
    manifests: configuration.manifests,
    limits: configuration.limits,
    defaultNamespace: configuration.cluster.defaultNamespace,
    clusters: configuration.clusters,
    fixtures: configuration.cluster.fixtures,
    scope,
    paths,
  });
  const fixtures = Map.groupBy(manifests.fixtures, ({ file }) => manifests.settings.clusterOf(file));
  const records = new Map<string, ClusterRecords>();
  for (const [cluster, sources] of fixtures) {
    const reading = { now, random: seededRandom(seed), limits: configuration.limits };
    records.set(cluster, await readClusterRecords(sources, change.base?.tip ?? change.head, reading));
  }
  return {
    ...manifests,
    notes: [...manifests.notes, ...[...records.values()].flatMap(({ notes }) => notes)],
    valuesOf: (cluster) => records.get(cluster)?.values ?? {},
  };
}

export function openCourt(
  { now, seed, author }: Pick<JudgeInput, 'now' | 'seed' | 'author'>,
  { target, policies, configuration, floor }: Gate,
  manifests: LoadedChanges,
): Court {
  const userInfo = findUser(configuration.users, author);
  const judging: Omit<Court, 'clustersOf'> = {
    index: indexPolicies(policies.policies, policies.required),
    context: { target, now, seed, userSaidBy: floor?.settings.users ? 'owner' : 'repository' },
    scopes: manifests.settings.scopes,
    settings: { levels: policies.levels, mutations: configuration.mutations },
    ...(userInfo && { userInfo }),
  };
  const knownOf = (cluster: string) => ({
    inventories: manifests.clustersOf(cluster),
    values: manifests.valuesOf(cluster),
  });
  return { ...judging, clustersOf: withGeneratedObjects(knownOf, judging) };
}

function judgeChanges(manifests: ManifestChanges, court: Court, configuration: Configuration): readonly JudgedChange[] {
  return manifests.changes.filter((each) => isWanted(each, configuration)).map((each) => judgeChange(each, court));
}

/** An object that the pull request leaves as it is makes no request; it is judged only where the report wants to show it. */
function isWanted(change: Change, { report }: Configuration): boolean {
  return report !== 'new' || !isUnchanged(change);
}

interface JudgedGateChanges {
  readonly changes: GateChanges['changes'];
  readonly preview: Preview | undefined;
  /** The base's gate is broken, and this pull request does nothing but mend it. */
  readonly mendsGate: boolean;
  readonly refused: readonly string[];
}

/** What the pull request changes about its own gate, and what its own gate would say: that decides nothing, but for a gate that is broken. */
async function judgeGateChanges(input: JudgeInput, gate: Gate): Promise<JudgedGateChanges> {
  const { change } = input;
  if (!change.base || input.policies || input.configuration) return NO_GATE_CHANGES;
  const options = {
    engines,
    now: input.now,
    configurationFile: input.asked?.configurationFile,
    workflowFile: input.workflowFile,
  };
  const found = await findGateChanges(change, { ...options, gates: [gate] });
  const { judgesOtherwise, nothingElse } = found;
  const isBroken = problemsOf(gate).length > 0;
  if (!judgesOtherwise && !(isBroken && nothingElse)) return { ...NO_GATE_CHANGES, changes: found.changes };

  const own = await loadGateAt(change.head, input);
  const all = await findGateChanges(change, { ...options, gates: [gate, own] });
  const [before, after] = [await findEverything(input, gate), await findEverything(input, own)];
  return {
    changes: all.changes,
    preview: comparePreview(before, after, problemsOf(own)),
    mendsGate: isBroken && all.nothingElse && problemsOf(own).length === 0,
    refused: own.refused.filter((text) => !gate.refused.includes(text)).map((text) => `Once this is merged: ${text}`),
  };
}

const NO_GATE_CHANGES: JudgedGateChanges = { changes: [], preview: undefined, mendsGate: false, refused: [] };

function problemsOf({ problems, policies }: Gate): readonly TidewaiterError[] {
  return [...problems, ...policies.problems];
}

/** Everything that a gate finds at head, whatever the pull request changed. */
async function findEverything(input: JudgeInput, gate: Gate) {
  const manifests = await loadChanges(input, gate.configuration, 'all');
  const court = openCourt(input, gate, manifests);
  return manifests.changes
    .filter(({ after }) => after !== undefined)
    .flatMap((each) => judgeChange(each, court).findings)
    .filter(({ status }) => status !== 'fixed')
    .map(reportedFinding);
}
