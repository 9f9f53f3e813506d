import { isArray, isObject, type JsonValue } from '../../base/json.ts';
import { engines } from '../../engines/registry.ts';
import { ConfigError } from '../../errors/tidewaiter-error.ts';
import { parseApiVersion } from '../../kubernetes/group-version-kind.ts';
import { classifyFiles, isKustomization, isManifestFile } from '../../manifests/classify-files.ts';
import { readWrittenObjects } from '../../manifests/written-objects.ts';
import type { Files } from '../../model/files.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import { CONFIGURATION_FILES } from '../../policy/configuration.ts';
import { isPolicyKind } from '../../policy/policy-kinds.ts';
import { findRepository, type RepositoryPlace } from '../../repository/find-repository.ts';
import { type Git, openGit } from '../../repository/git.ts';
import { ownEnvironment } from '../../repository/git-environment.ts';
import { readChangeSet } from '../../repository/read-change-set.ts';
import type { Source } from '../../text/source.ts';
import { visible } from '../../text/visible.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';

/** What a repository holds that matters to its gate. Paths start from its root. */
export interface Survey {
  readonly root: string;
  /** Undefined where neither a remote nor a usual name tells. */
  readonly defaultBranch: string | undefined;
  /** Files with objects that are no policies. */
  readonly manifests: readonly FoundManifests[];
  readonly policies: readonly FoundPolicy[];
  /** Files that look like manifests and cannot be read. */
  readonly unreadable: readonly string[];
  /** Folders of Helm charts, with a closing slash; `./` is the root. */
  readonly charts: readonly string[];
  /** Folders of roots of Kustomize. */
  readonly kustomizations: readonly string[];
  /** Files that are suites of Kyverno's tests. */
  readonly policyTests: readonly string[];
  readonly workflows: readonly FoundWorkflow[];
  readonly configuration: string | undefined;
}

export interface FoundManifests {
  readonly file: string;
  readonly kinds: readonly string[];
}

export interface FoundPolicy {
  readonly file: string;
  /** Whose language it is: `Kyverno`. */
  readonly family: string;
  /** Whether this version runs it. */
  readonly runs: boolean;
}

export interface FoundWorkflow {
  readonly file: string;
  readonly mergeQueue: boolean;
  readonly usesTidewaiter: boolean;
}

/**
 * Looks at the working tree of the repository around a folder: what git ignores is left out, and nothing is judged.
 * @throws ConfigError `git/not-a-repository`, and whatever reading the working tree throws.
 */
export async function surveyRepository(folder: string): Promise<Survey> {
  const place = findRepository(folder);
  if (place.kind === 'none') throw notARepository(folder);
  const { head, root } = await readChangeSet({ folder });
  const paths = (await head.list()).filter(({ kind }) => kind === 'file').map(({ path }) => path);
  const sources = await readTexts(
    head,
    paths.filter((path) => isManifestFile(path) || isKustomization(path)),
  );
  const kustomizations = sources.filter(({ file }) => isKustomization(file));
  return {
    root,
    defaultBranch: await findDefaultBranch(place),
    ...sortObjects(paths, sources, kustomizations),
    charts: paths.filter((path) => /(?:^|\/)Chart\.yaml$/.test(path)).map(folderOf),
    kustomizations: kustomizations.map(({ file }) => folderOf(file)),
    policyTests: paths.filter((path) => /(?:^|\/)kyverno-test\.yaml$/.test(path)),
    workflows: sources.filter(({ file }) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file)).map(readWorkflow),
    configuration: CONFIGURATION_FILES.find((file) => paths.includes(file)),
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) || './';
}

function notARepository(folder: string): ConfigError {
  return new ConfigError(`"${visible(folder)}" is in no git repository`, {
    code: 'git/not-a-repository',
    remedy: 'Run this in the checkout of a repository; `git init` makes one.',
  });
}

async function readTexts(files: Files, paths: readonly string[]): Promise<readonly Source[]> {
  const contents = await files.read(paths);
  return [...contents.values()].flatMap((content) => (content.outcome === 'text' ? [content.source] : []));
}

/** The remote's own word; without one, the usual names. */
async function findDefaultBranch(place: Exclude<RepositoryPlace, { kind: 'none' }>): Promise<string | undefined> {
  const { root, gitDirectory } = place;
  const git = openGit({ folder: root, gitDirectory, untrusted: root }, ownEnvironment());
  const remote = await wordsOf(git, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  if (remote[0] !== undefined) return remote[0].replace(/^origin\//, '');
  const branches = await wordsOf(git, ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes/origin']);
  return ['main', 'master'].find((name) =>
    branches.some((branch) => branch === `refs/heads/${name}` || branch === `refs/remotes/origin/${name}`),
  );
}

async function wordsOf(git: Git, command: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await git.run(command, { expectedExitCodes: [1] });
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function sortObjects(
  paths: readonly string[],
  sources: readonly Source[],
  kustomizations: readonly Source[],
): Pick<Survey, 'manifests' | 'policies' | 'unreadable'> {
  const classes = classifyFiles(paths, kustomizations);
  const manifests: FoundManifests[] = [];
  const policies: FoundPolicy[] = [];
  const unreadable: string[] = [];
  for (const source of sources) {
    const { file } = source;
    if (classes.reasonNotToJudge(file)) continue;
    const { objects, errors } = readWrittenObjects(source);
    if (errors.length > 0) unreadable.push(file);
    const kinds = objects.filter(({ object }) => !isPolicyKind(object)).map(({ object }) => object.kind);
    if (kinds.length > 0) manifests.push({ file, kinds });
    for (const { object } of objects) {
      if (!isPolicyKind(object)) continue;
      policies.push({ file, family: familyOf(object), runs: engines.some((engine) => engine.recognises(object)) });
    }
  }
  return { manifests, policies, unreadable };
}

const FAMILIES: readonly (readonly [group: string, family: string])[] = [
  ['kyverno.io', 'Kyverno'],
  ['gatekeeper.sh', 'Gatekeeper'],
  ['jspolicy.com', 'jsPolicy'],
  ['k8s.io', 'Kubernetes'],
];

function familyOf({ apiVersion }: KubernetesObject): string {
  const { group } = parseApiVersion(apiVersion);
  return FAMILIES.find(([suffix]) => group === suffix || group.endsWith(`.${suffix}`))?.[1] ?? group;
}

function readWorkflow(source: Source): FoundWorkflow {
  const value = parseYaml(source).documents[0]?.value;
  const workflow = isObject(value) ? value : {};
  // YAML 1.1 reads the key `on` as true.
  const triggers = workflow.on ?? workflow.true ?? null;
  const jobs = isObject(workflow.jobs) ? Object.values(workflow.jobs) : [];
  return {
    file: source.file,
    mergeQueue: namesOf(triggers).includes('merge_group'),
    usesTidewaiter: jobs.flatMap(stepsOf).some(isTidewaiter),
  };
}

/** `on: push`, `on: [push]` and `on: { push: … }` name the same. */
function namesOf(triggers: JsonValue): readonly JsonValue[] {
  if (isObject(triggers)) return Object.keys(triggers);
  return isArray(triggers) ? triggers : [triggers];
}

function stepsOf(job: JsonValue): readonly JsonValue[] {
  return isObject(job) && isArray(job.steps) ? job.steps : [];
}

function isTidewaiter(step: JsonValue): boolean {
  return isObject(step) && typeof step.uses === 'string' && /(?:^|\/)tidewaiter(?:\/[^@]*)?@/.test(step.uses);
}
