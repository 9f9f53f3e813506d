import { type Court, isUnchanged, judgeChange } from './admission/judge-change.ts';
import { indexPolicies } from './admission/policy-index.ts';
import { engines } from './engines/registry.ts';
import { ConfigError, type TidewaiterError } from './errors/tidewaiter-error.ts';
import { loadManifests } from './manifests/load-manifests.ts';
import { type ManifestChanges, readManifestChanges } from './manifests/read-change-set.ts';
import type { Instant } from './model/engine.ts';
import type { ChangeSet, Files } from './model/files.ts';
import type { Change } from './model/manifest.ts';
import type { Review } from './model/review.ts';
import type { Target } from './model/target.ts';
import {
  CONFIGURATION_FILES,
  type Configuration,
  DEFAULT_CONFIGURATION,
  type PolicyReference,
} from './policy/configuration.ts';
import { type ConfigurationOverrides, withOverrides } from './policy/configuration-overrides.ts';
import { type LoadedPolicies, loadPolicies } from './policy/load-policies.ts';
import { readConfiguration } from './policy/read-configuration.ts';
import { provingGround } from './remedy/prove.ts';
import { suggest } from './remedy/suggest.ts';
import { composeReview } from './review/compose.ts';
import { partOf } from './review/part.ts';
import { selectFindings } from './review/select-findings.ts';
import { startOf } from './text/position.ts';
import type { Source } from './text/source.ts';

export interface JudgeInput {
  readonly change: ChangeSet;
  /** The package's folder `policies`. */
  readonly library: Files;
  /** A configuration file that was named in place of the repository's own. */
  readonly configuration?: Source;
  /** What flags, inputs and the environment say, the strongest last. */
  readonly overrides?: readonly ConfigurationOverrides[];
  /** Policies that were named in place of the repository's own, and the files they are in. */
  readonly policies?: { readonly files: Files; readonly references: readonly PolicyReference[] };
  /** Files and folders that alone are to be judged. */
  readonly paths?: readonly string[];
  readonly now: Instant;
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
  const { configuration, problems, notes } = await loadConfiguration(input);
  const target = targetOf(configuration);
  const policies = await loadPolicies(policyInput(input, configuration, target));

  progress('loading manifests');
  const manifests = await readManifestChanges(change, {
    manifests: configuration.manifests,
    limits: configuration.limits,
    defaultNamespace: configuration.cluster.defaultNamespace,
    clusters: configuration.clusters,
    fixtures: configuration.cluster.fixtures,
    scope: configuration.report === 'all' ? 'all' : 'changed-files',
    paths: input.paths ?? [],
  });

  progress('judging');
  const court = openCourt(input, configuration, target, policies, manifests);
  const judged = manifests.changes
    .filter((each) => isWanted(each, configuration))
    .map((each) => judgeChange(each, court));
  const findings = judged.flatMap((each) => each.findings);
  const { shown, hidden } = selectFindings(findings, configuration.report);

  progress('proving suggestions');
  const load = (sources: readonly Source[]) => loadManifests(sources, manifests.settings);
  const mended = await suggest(shown, provingGround(court, judged, load), {
    most: input.suggestions ?? DEFAULT_SUGGESTIONS,
  });

  const part = partOf({
    judged,
    shown: mended,
    hidden,
    problems: manifests.errors,
    notJudged: manifests.notJudged,
    assumedScopes: manifests.assumedScopes,
    files: manifests.files,
    allVerdicts: input.allVerdicts ?? true,
  });
  return composeReview({
    configuration: policies.origin === 'starter' ? { ...configuration, mode: 'observe' } : configuration,
    ...(change.base === undefined ? {} : { base: change.base.tip.id }),
    head: change.head.id,
    part,
    problems: [...problems, ...policies.problems],
    notLoaded: policies.notLoaded,
    notes: [...notes, ...policies.notes, ...manifests.notes],
    policies: policies.policies.length,
    durationMs: input.clock() - started,
  });
}

interface LoadedConfiguration {
  readonly configuration: Configuration;
  readonly problems: readonly TidewaiterError[];
  readonly notes: readonly string[];
}

/** The configuration of the base's tip, for the pull request may not choose its own judge; without a base, that of head. */
export async function loadConfiguration({
  change,
  configuration: named,
  overrides = [],
  policies,
}: JudgeInput): Promise<LoadedConfiguration> {
  const files = change.base?.tip ?? change.head;
  const problems: TidewaiterError[] = [];
  let configuration = DEFAULT_CONFIGURATION;
  let source = named;
  if (!source) {
    const found = await files.read(CONFIGURATION_FILES);
    const [path] = CONFIGURATION_FILES.filter((each) => found.has(each));
    const content = path === undefined ? undefined : found.get(path);
    if (content?.outcome === 'unreadable') {
      problems.push(
        new ConfigError(`${path} cannot be read: ${content.reason}`, {
          code: 'config/unreadable',
          remedy: 'It has to be a YAML file.',
        }),
      );
    }
    source = content?.outcome === 'text' ? content.source : undefined;
  }
  if (source) {
    const result = readConfiguration(source);
    if (result.outcome === 'read') configuration = result.configuration;
    else problems.push(...result.errors);
  }
  const notes = configuration.unsupported.map(
    ({ key, span }) => `${span.source.file}:${startOf(span).line}: "${key}" is not acted upon by this version.`,
  );
  if (policies?.references.some(({ kind }) => kind === 'path'))
    notes.push('The policies were read from the disk (-p), not from the base branch.');
  else if (policies) notes.push('The policies are those that -p names, not those of the base branch.');
  else if (named) notes.push(`The configuration was read from ${named.file}, not from the base branch.`);
  return { configuration: withOverrides(configuration, ...overrides), problems, notes };
}

export function targetOf(configuration: Configuration): Target {
  return {
    kubernetes: configuration.kubernetes,
    profile: configuration.profile,
    kyverno: { version: configuration.engines.kyverno.version },
  };
}

export function policyInput({ change, library, policies }: JudgeInput, configuration: Configuration, target: Target) {
  return {
    repository: policies?.files ?? change.base?.tip ?? change.head,
    library,
    configuration: policies ? { ...configuration, policies: policies.references } : configuration,
    engines,
    target,
  };
}

export function openCourt(
  input: JudgeInput,
  configuration: Configuration,
  target: Target,
  policies: LoadedPolicies,
  manifests: ManifestChanges,
): Court {
  return {
    index: indexPolicies(policies.policies),
    context: { target, now: input.now, seed: input.seed, values: {} },
    scopes: manifests.settings.scopes,
    settings: { levels: policies.levels, mutations: configuration.mutations },
    clustersOf: manifests.clustersOf,
  };
}

/** An object that the pull request leaves as it is makes no request; it is judged only where the report wants to show it. */
function isWanted(change: Change, { report }: Configuration): boolean {
  return report !== 'new' || !isUnchanged(change);
}
