import { compareText } from '../base/compare-text.ts';
import { deepEqual } from '../base/deep-equal.ts';
import { compileGlob, leavesRoot } from '../base/glob.ts';
import { ConfigError, PolicyError, TidewaiterError } from '../errors/tidewaiter-error.ts';
import { isManifestFile } from '../manifests/classify-files.ts';
import type { Engine, Policy, PolicyDocument } from '../model/engine.ts';
import type { Files } from '../model/files.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Target } from '../model/target.ts';
import type { Level } from '../model/verdict.ts';
import { checkLevels } from './check-levels.ts';
import type { Configuration, PolicyReference } from './configuration.ts';
import { identityOfPolicy } from './identity-of-policy.ts';
import { listBundle, STARTER_BUNDLE } from './library.ts';
import { joinReadings, type PolicyReading, readPolicyFiles } from './read-policy-files.ts';

export interface PolicyInput {
  /** The repository at the base branch's tip. */
  readonly repository: Files;
  /** The package's folder `policies`. */
  readonly library: Files;
  readonly configuration: Pick<Configuration, 'policies' | 'levels' | 'limits'>;
  /** Policies beside those that the configuration names or that are found. */
  readonly additional?: readonly PolicyReference[];
  readonly engines: readonly Engine[];
  readonly target: Target;
}

export interface LoadedPolicies {
  /** By name. */
  readonly policies: readonly Policy[];
  /** What keeps a policy that somebody wants from judging: as long as there is one, nothing is green. */
  readonly problems: readonly TidewaiterError[];
  /** Policy documents that this version does not run, and why. */
  readonly notLoaded: readonly NotJudged[];
  /** What the reader of the review must know about where the policies came from. */
  readonly notes: readonly string[];
  /** `starter`: nothing was configured and nothing found, so the starter bundle judges, in `observe` mode. */
  readonly origin: 'configured' | 'found' | 'starter';
  /** The levels that the configuration sets, by `policy` or `policy/rule`: those that exist. */
  readonly levels: { readonly [policyOrRule: string]: Level };
}

/**
 * The policies that judge: those that the configuration names, else every policy document of the repository, else the bundle
 * `starter`. They are compiled once, each engine seeing all its documents together.
 */
export async function loadPolicies(input: PolicyInput): Promise<LoadedPolicies> {
  const { policies: references } = input.configuration;
  const additional = await readReferences(input, input.additional ?? []);
  if (references !== undefined) {
    return compile(input, 'configured', joinReadings([await readReferences(input, references), additional]));
  }
  const found = joinReadings([await findEverywhere(input), additional]);
  // A broken policy document is a policy that somebody wants: the bundle must not stand in for it.
  if (found.documents.length > 0 || found.problems.length > 0) return compile(input, 'found', found);
  const starter = await readReferences(input, [{ kind: 'bundle', name: STARTER_BUNDLE }]);
  const note = `There are no policies here, so the bundle "${STARTER_BUNDLE}" judges in observe mode: it never blocks.`;
  return compile(input, 'starter', {
    documents: starter.documents,
    problems: starter.problems,
    notLoaded: found.notLoaded,
    notes: [...found.notes, note],
  });
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
  const pattern = reference.kind === 'files' ? reference.pattern : reference.path;
  if (reference.kind === 'files' && leavesRoot(pattern)) {
    throw new ConfigError(`"${pattern}" leaves the repository`, {
      code: 'config/invalid-value',
      span,
      remedy: 'Policies are read from the repository at its base; on the command line, `-p` reads from the disk.',
    });
  }
  const matches = reference.kind === 'files' ? compileGlob(pattern) : isPathOrBelow(pattern);
  const paths = (await input.repository.list()).filter((entry) => matches(entry.path)).map((entry) => entry.path);
  const named = paths.length === 1 && paths[0] === pattern;
  const files = named ? paths : paths.filter(isManifestFile);
  const reading = await readPolicyFiles(input.repository, files, named ? 'named' : 'matched', input);
  if (reading.documents.length > 0 || reading.problems.length > 0)
    return { ...reading, notes: strangers(pattern, reading, files) };
  throw new ConfigError(
    files.length === 0
      ? `"${pattern}" matches no file`
      : `"${pattern}" matches ${files.length} ${files.length === 1 ? 'file' : 'files'}, and none holds a policy`,
    {
      code: files.length === 0 ? 'config/no-such-file' : 'policy/not-found',
      span,
      remedy: `Name files, folders or globs that hold policies${input.repository.revision === 'base' ? ' on the base branch' : ''}.`,
    },
  );
}

function isPathOrBelow(wanted: string): (path: string) => boolean {
  return (path) => wanted === '.' || path === wanted || path.startsWith(`${wanted}/`);
}

/** Files that somebody called policies and that hold none: a misspelt apiVersion would look like this. */
function strangers(pattern: string, reading: PolicyReading, files: readonly string[]): readonly string[] {
  const known = new Set([
    ...reading.documents.map((document) => document.source.file),
    ...reading.notLoaded.map(({ file }) => file),
  ]);
  for (const problem of reading.problems) if (problem.span) known.add(problem.span.source.file);
  const others = files.filter((file) => !known.has(file) && !COMPANION.test(file));
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

function compile(input: PolicyInput, origin: LoadedPolicies['origin'], reading: PolicyReading): LoadedPolicies {
  const { documents, problems: duplicates } = withoutDuplicates(reading.documents);
  const compilations = input.engines.map((engine) =>
    engine.compile(
      documents.filter((document) => engine.recognises(document.object)),
      input.target,
    ),
  );
  const policies = compilations
    .flatMap((compilation) => compilation.policies)
    .toSorted((left, right) => compareText(left.name, right.name) || compareText(left.id, right.id));
  const problems = [...reading.problems, ...duplicates, ...compilations.flatMap((compilation) => compilation.problems)];
  const levels = checkLevels(input.configuration.levels, policies);
  // A policy that did not compile has names that nobody can check; and who names policies by hand may leave some out.
  const byHand = input.configuration.policies?.some(({ span }) => span === undefined) ?? false;
  return {
    policies,
    problems: problems.length > 0 || byHand ? problems : levels.problems,
    notLoaded: reading.notLoaded,
    notes: reading.notes,
    origin,
    levels: levels.levels,
  };
}

/** The same object in two files is one policy where both say the same; a cluster would run only one of them. */
function withoutDuplicates(documents: readonly PolicyDocument[]): Pick<PolicyReading, 'documents' | 'problems'> {
  const first = new Map<string, PolicyDocument>();
  const problems: PolicyError[] = [];
  for (const document of documents) {
    const identity = identityOfPolicy(document);
    const known = first.get(identity);
    if (!known) first.set(identity, document);
    else if (!deepEqual(known.object, document.object)) problems.push(contradiction(known, document));
  }
  return { documents: [...first.values()], problems };
}

function contradiction(known: PolicyDocument, document: PolicyDocument): PolicyError {
  const { kind, metadata } = document.object;
  const { span } = document.locate(['metadata', 'name']);
  return new PolicyError(
    `the ${kind} "${String(metadata.name)}" is written in ${known.source.file} and differently in ${document.source.file}`,
    {
      code: 'policy/duplicate',
      span,
      remedy: 'Name the one that your cluster runs under `policies` in .github/tidewaiter.yml.',
    },
  );
}
