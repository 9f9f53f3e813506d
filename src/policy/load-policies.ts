import { compareText } from '../base/compare-text.ts';
import { compileGlob, leavesRoot } from '../base/glob.ts';
import { ConfigError, TidewaiterError } from '../errors/tidewaiter-error.ts';
import { isManifestFile } from '../manifests/classify-files.ts';
import type { Compilation, Engine, Instant, Policy, PolicyDocument } from '../model/engine.ts';
import type { Files } from '../model/files.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Target } from '../model/target.ts';
import { startOf } from '../text/position.ts';
import type { Configuration, PolicyReference } from './configuration.ts';
import type { Floor } from './floor.ts';
import { listBundle, STARTER_BUNDLE } from './library.ts';
import { type MergedDocuments, mergeDocuments } from './merge-documents.ts';
import { joinReadings, type PolicyReading, readEachPolicyFile, readPolicyFiles } from './read-policy-files.ts';
import type { Refusal } from './refusal.ts';
import { type SettledLevels, settleLevels } from './settle-levels.ts';

export interface PolicyInput {
  /** The repository at the base branch's tip. */
  readonly repository: Files;
  /** The package's folder `policies`. */
  readonly library: Files;
  readonly configuration: Pick<Configuration, 'policies' | 'levels' | 'limits' | 'manifests'>;
  /** Policies beside those that the configuration names or that are found. */
  readonly additional?: readonly PolicyReference[];
  /** The owner's repository, for policies that lie there. */
  readonly owner?: Files | undefined;
  /** What the owner requires to judge, and how. */
  readonly floor?: Pick<Floor, 'policies' | 'levels'> | undefined;
  readonly engines: readonly Engine[];
  readonly target: Target;
  /** What the owner's policies are asked to agree with; left out: the same. */
  readonly requiredTarget?: Target | undefined;
  /** Where exceptions and settings of the cluster's installation lie, wherever its policies do; left out: in the repository. */
  readonly surroundings?: Files | undefined;
}

export interface LoadedPolicies {
  /** By name. */
  readonly policies: readonly Policy[];
  /** Those of them that the owner requires: no policy of the repository may get between them and an object. */
  readonly required: readonly Policy[];
  /** What keeps a policy that somebody wants from judging: as long as there is one, nothing is green. */
  readonly problems: readonly TidewaiterError[];
  /** Policy documents that this version does not run, and why. */
  readonly notLoaded: readonly NotJudged[];
  /** What the reader of the review must know about where the policies came from. */
  readonly notes: readonly string[];
  /** What they must know from a moment on. */
  readonly expiring: readonly { readonly at: Instant; readonly note: string }[];
  /** `starter`: nothing was configured and nothing found, so the starter bundle judges. */
  readonly origin: 'configured' | 'found' | 'starter';
  readonly levels: SettledLevels;
  /** What the repository says about the owner's policies and would weaken them. */
  readonly refused: readonly Refusal[];
}

export type LoadPolicies = (input: PolicyInput) => Promise<LoadedPolicies>;

/**
 * The policies that judge: those that the configuration names, else every policy document of the repository, else the bundle
 * `starter`; and those that the owner requires. They are compiled once, each engine seeing all its documents together.
 */
export async function loadPolicies(input: PolicyInput): Promise<LoadedPolicies> {
  const { policies: references } = input.configuration;
  const required = await readReferences(input, input.floor?.policies ?? []);
  const additional = await readReferences(input, input.additional ?? []);
  if (references !== undefined) {
    const named = joinReadings([await readReferences(input, references), additional, await findCompanions(input)]);
    return refuseNothing(references, compile(input, 'configured', required, named));
  }
  const found = joinReadings([await findEverywhere(input), additional]);
  // A broken policy document is a policy that somebody wants: the bundle must not stand in for it.
  const policies = [...required.documents, ...found.documents].filter((document) => !accompanies(input, document));
  if (policies.length + required.problems.length + found.problems.length > 0)
    return compile(input, 'found', required, found);
  const starter = await readReferences(input, [{ kind: 'bundle', name: STARTER_BUNDLE }]);
  return compile(input, 'starter', required, joinReadings([found, starter]));
}

/** Files that hold exceptions alone look like policies, and nothing would judge. */
function refuseNothing(references: readonly PolicyReference[], loaded: LoadedPolicies): LoadedPolicies {
  const [first] = references;
  if (!first || loaded.policies.length + loaded.problems.length > 0) return loaded;
  const problem = new ConfigError('what is named as policies holds no policy', {
    code: 'policy/not-found',
    span: first.span,
    remedy: 'Exceptions count wherever they lie: name the files of the policies that they excuse from.',
  });
  return { ...loaded, problems: [problem] };
}

async function readReferences(input: PolicyInput, references: readonly PolicyReference[]): Promise<PolicyReading> {
  const readings: PolicyReading[] = [];
  for (const reference of references) {
    try {
      readings.push(await (reference.kind === 'bundle' ? readBundle(input, reference) : readPattern(input, reference)));
    } catch (error) {
      if (!(error instanceof TidewaiterError)) throw error;
      readings.push({ documents: [], problems: [error], notLoaded: [], notes: [] });
    }
  }
  return joinReadings(readings);
}

async function readBundle(input: PolicyInput, reference: PolicyReference & { kind: 'bundle' }): Promise<PolicyReading> {
  const paths = await listBundle(input.library, reference.name, reference.span);
  return readPolicyFiles(input.library, paths, 'named', input);
}

async function readPattern(
  input: PolicyInput,
  reference: Exclude<PolicyReference, { kind: 'bundle' }>,
): Promise<PolicyReading> {
  const { span } = reference;
  const files = filesOf(input, reference);
  const pattern = reference.kind === 'path' ? reference.path : reference.pattern;
  if (reference.kind !== 'path' && leavesRoot(pattern)) {
    throw new ConfigError(`"${pattern}" leaves the repository`, {
      code: 'config/invalid-value',
      span,
      remedy: 'Policies are read from the repository at its base; on the command line, `-p` reads from the disk.',
    });
  }
  const matches = reference.kind === 'path' ? isPathOrBelow(pattern) : compileGlob(pattern);
  const matching = (await files.list()).filter((entry) => matches(entry.path)).map((entry) => entry.path);
  const named = matching.length === 1 && matching[0] === pattern;
  const paths = named ? matching : matching.filter(isManifestFile);
  const readings = await readEachPolicyFile(files, paths, named ? 'named' : 'matched', input);
  const reading = joinReadings(readings);
  if (reading.documents.length > 0 || reading.problems.length > 0)
    return { ...reading, notes: strangers(pattern, paths, readings) };
  throw new ConfigError(
    paths.length === 0
      ? `"${pattern}" matches no file`
      : `"${pattern}" matches ${paths.length} ${paths.length === 1 ? 'file' : 'files'}, and none holds a policy`,
    {
      code: paths.length === 0 ? 'config/no-such-file' : 'policy/not-found',
      span,
      remedy: `Name files, folders or globs that hold policies${whereabouts(files)}.`,
    },
  );
}

function filesOf({ repository, owner }: PolicyInput, { kind }: PolicyReference): Files {
  if (kind !== 'owner-files') return repository;
  if (!owner) throw new TypeError('a configuration of the owner was read, and their repository was not handed over');
  return owner;
}

function whereabouts({ revision, repository }: Files): string {
  if (repository !== undefined) return ` in ${repository}`;
  return revision === 'base' ? ' on the base branch' : '';
}

function isPathOrBelow(wanted: string): (path: string) => boolean {
  return (path) => wanted === '.' || path === wanted || path.startsWith(`${wanted}/`);
}

/** Files that somebody called policies and that hold none: a misspelt apiVersion would look like this. */
function strangers(pattern: string, paths: readonly string[], readings: readonly PolicyReading[]): readonly string[] {
  const isEmpty = ({ documents, problems, notLoaded }: PolicyReading) =>
    documents.length + problems.length + notLoaded.length === 0;
  const others = paths.filter((path, index) => readings[index] && isEmpty(readings[index]) && !COMPANION.test(path));
  if (others.length === 0) return [];
  const shown = others.slice(0, 3).join(', ');
  return [
    `"${pattern}" also matches ${others.length} ${others.length === 1 ? 'file' : 'files'} without a policy: ${shown}${others.length > 3 ? ', …' : ''}.`,
  ];
}

/** What lies beside policies: their tests, and the files of tools. */
const COMPANION =
  /(?:^|\/)(?:\.[^/]+|tests?|pass|fail|fix)\/|(?:^|\/)(?:\.[^/]+|kyverno-test|kustomization|artifacthub-pkg|values)\.ya?ml$/;

/** Every policy document of the repository: only files whose text could hold one are parsed. */
async function findEverywhere(input: PolicyInput): Promise<PolicyReading> {
  const entries = await input.repository.list();
  const paths = entries
    .filter((entry) => entry.kind === 'file' && isManifestFile(entry.path))
    .map((entry) => entry.path);
  return readPolicyFiles(input.repository, paths, 'found', input);
}

/** What goes with the policies of a cluster is where its manifests are, whichever files hold the policies that judge. */
async function findCompanions(input: PolicyInput): Promise<PolicyReading> {
  const { surroundings: files = input.repository, configuration } = input;
  const included = compileFilter(configuration.manifests);
  const paths = (await files.list())
    .filter(({ path, kind }) => kind === 'file' && isManifestFile(path) && included(path))
    .map(({ path }) => path);
  const { documents } = await readPolicyFiles(files, paths, 'found', input);
  return { ...NOTHING, documents: documents.filter((document) => accompanies(input, document)) };
}

const NOTHING: PolicyReading = { documents: [], problems: [], notLoaded: [], notes: [] };

function compileFilter({ include, exclude }: Configuration['manifests']): (path: string) => boolean {
  const wanted = include.map(compileGlob);
  const unwanted = exclude.map(compileGlob);
  return (path) => wanted.some((matches) => matches(path)) && !unwanted.some((matches) => matches(path));
}

function accompanies({ engines }: PolicyInput, { object }: PolicyDocument): boolean {
  return engines.some((engine) => engine.accompanies?.(object) === true);
}

function compile(
  input: PolicyInput,
  origin: LoadedPolicies['origin'],
  required: PolicyReading,
  own: PolicyReading,
): LoadedPolicies {
  const reading = joinReadings([required, own]);
  const merged = mergeDocuments(required.documents, own.documents);
  const compilations = compileApart(input, merged);
  const policies = compilations
    .flatMap((compilation) => compilation.policies)
    .toSorted((left, right) => compareText(left.name, right.name) || compareText(left.id, right.id))
    .map((policy) => ({ policy, by: merged.whoWants(policy.document) }));
  const problems = [
    ...reading.problems,
    ...merged.problems,
    ...compilations.flatMap((compilation) => compilation.problems),
  ];
  const { configuration, floor } = input;
  const settled = settleLevels({ policies, asked: configuration.levels, floor: floor?.levels ?? [] });
  // A policy that did not compile has names that nobody can check; and who names policies by hand may leave some out.
  const byHand = configuration.policies?.some(({ span }) => span === undefined) ?? false;
  return {
    policies: policies.map(({ policy }) => policy),
    required: policies.flatMap(({ policy, by }) => (by === 'repository' ? [] : [policy])),
    problems: problems.length > 0 || byHand ? problems : settled.problems,
    notLoaded: reading.notLoaded,
    notes: [...reading.notes, ...compilations.flatMap((compilation) => compilation.warnings.map(describeWarning))],
    expiring: compilations
      .flatMap((compilation) => compilation.expiring ?? [])
      .map(({ at, warning }) => ({ at, note: describeWarning(warning) })),
    origin,
    levels: settled.levels,
    refused: [...merged.refused, ...settled.refused],
  };
}

/** What of the repository goes with policies goes with the owner's as far as the owner lets it: those are compiled once more, by themselves. */
function compileApart(
  { engines, target, requiredTarget }: PolicyInput,
  { documents, whoWants }: MergedDocuments,
): readonly Compilation[] {
  return engines.flatMap((engine) => {
    const own = documents.filter(({ object }) => engine.recognises(object));
    const together = engine.compile(own, target);
    const isCompanion = ({ object }: PolicyDocument) => engine.accompanies?.(object) === true;
    const isRequired = (document: PolicyDocument) => !isCompanion(document) && whoWants(document) !== 'repository';
    if (!requiredTarget || !own.some(isRequired)) return [together];
    const required = engine.compile(
      own.filter((document) => isCompanion(document) || isRequired(document)),
      requiredTarget,
    );
    const others = together.policies.filter(({ document }) => !isRequired(document));
    return [{ ...together, policies: [...required.policies, ...others] }];
  });
}

function describeWarning({ message, remedy, span }: TidewaiterError): string {
  const place = span ? `${span.source.file}:${startOf(span).line}: ` : '';
  return `${place}${message}.${remedy === undefined ? '' : ` ${remedy}`}`;
}
