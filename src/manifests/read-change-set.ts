import { countOf } from '../base/count-of.ts';
import { formatCount } from '../base/format-count.ts';
import { compileGlob } from '../base/glob.ts';
import { ManifestError, type TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { ChangedFile, ChangeSet, FileContent, Files } from '../model/files.ts';
import type { Change, Manifest, NotJudged } from '../model/manifest.ts';
import type { Source } from '../text/source.ts';
import type { YamlLimits } from '../yaml/parse-yaml.ts';
import { classifyFiles, isKustomization, isManifestFile } from './classify-files.ts';
import { loadFixtures } from './fixtures.ts';
import { identityOf } from './identity.ts';
import { createInventory, type Inventory } from './inventory.ts';
import { type AssumedScope, type LoadSettings, loadManifests, loadPlainManifests } from './load-manifests.ts';
import { pairChanges } from './pair-changes.ts';
import { learnScopes, mayDefineKinds } from './scopes.ts';
import { readWrittenObjects } from './written-objects.ts';

export interface ManifestSettings {
  readonly manifests: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly limits: Partial<YamlLimits>;
  readonly defaultNamespace: string;
  readonly clusters: readonly { readonly name: string; readonly paths: readonly string[] }[];
  /** What only the cluster knows, by globs: read from the base's tip. */
  readonly fixtures: readonly string[];
  /** `all`: unchanged objects of unchanged files are changes, too, with equal sides. */
  readonly scope: 'changed-files' | 'all';
  /** Files and folders that alone are to be judged; empty: all. */
  readonly paths: readonly string[];
}

/** What the files of a pull request come to: changes to objects, and what could not become one. */
export interface ManifestChanges {
  readonly changes: readonly Change[];
  readonly errors: readonly TidewaiterError[];
  readonly notJudged: readonly NotJudged[];
  readonly assumedScopes: readonly AssumedScope[];
  readonly notes: readonly string[];
  /** How many files were looked at for changes. */
  readonly files: number;
  readonly settings: LoadSettings;
  /** The files of `fixtures`. */
  readonly fixtures: readonly Source[];
  clustersOf(cluster: string): BothInventories;
}

/** The inventory of a cluster as the pull request leaves it and as it finds it, and what differs between the two. */
export interface BothInventories {
  readonly head: Inventory;
  readonly base: Inventory;
  /** The identities of the objects that differ. */
  readonly changed: ReadonlySet<string>;
}

/**
 * Reads the tree at head and the changed files at the merge base, and pairs their objects. Unchanged files are parsed only when a
 * policy looks something up in the inventory.
 */
export async function readManifestChanges(changeSet: ChangeSet, wanted: ManifestSettings): Promise<ManifestChanges> {
  const included = compileFilter(wanted.manifests.include, wanted.manifests.exclude);
  const tree = (await changeSet.head.list()).filter((entry) => entry.kind === 'file').map((entry) => entry.path);
  const files = tree.filter((path) => (isManifestFile(path) && included(path)) || isKustomization(path));
  const chosen = compilePaths(wanted.paths);
  const changed = changeSet.changedFiles.filter(({ path }) => included(path) && chosen(path));
  const changedFiles = changed.filter(({ path }) => isManifestFile(path));

  const head = await readSources(changeSet.head, files);
  const before = changeSet.base
    ? await readSources(
        changeSet.base.mergeBase,
        changedFiles.filter(({ status }) => status !== 'added').map(pathBefore),
      )
    : NO_SOURCES;
  const fixtures = changeSet.base
    ? await readFixtures(changeSet.base.tip, wanted.fixtures)
    : await readFixtures(changeSet.head, wanted.fixtures);

  const defining = [...head.sources.values(), ...before.sources.values(), ...fixtures.sources.values()].filter(
    ({ text }) => mayDefineKinds(text),
  );
  const settings: LoadSettings = {
    limits: wanted.limits,
    defaultNamespace: wanted.defaultNamespace,
    scopes: learnScopes(
      defining.flatMap((source) => readWrittenObjects(source, wanted.limits).objects.map(({ object }) => object)),
    ),
    classes: classifyFiles(
      tree,
      [...head.sources.values()].filter(({ file }) => isKustomization(file)),
    ),
    clusterOf: compileClusters(wanted.clusters),
  };

  const judgedPaths = new Set(
    changedFiles.filter(({ status, kind }) => status !== 'removed' && kind === 'file').map(({ path }) => path),
  );
  const rest =
    wanted.scope === 'all'
      ? files.filter((path) => !judgedPaths.has(path) && isManifestFile(path) && chosen(path))
      : [];
  const chosenSources = withinLimit([...pick(head.sources, judgedPaths), ...pick(head.sources, rest)]);
  const loadedAfter = await loadManifests(chosenSources.read, settings);
  const loadedBefore = await loadManifests([...before.sources.values()], settings);
  const untouched = changeSet.base
    ? loadedAfter.manifests.filter(({ origin }) => !judgedPaths.has(origin.source.file))
    : [];
  const touched =
    untouched.length === 0
      ? loadedAfter.manifests
      : loadedAfter.manifests.filter(({ origin }) => judgedPaths.has(origin.source.file));
  const previousPaths = new Map(changedFiles.map((file) => [file.path, pathBefore(file)]));
  const changes = [
    ...pairChanges(loadedBefore.manifests, touched, previousPaths),
    ...untouched.map((manifest): Change => ({ before: manifest, after: manifest })),
  ];

  const changedBefore = new Set(changedFiles.map(pathBefore));
  const everything = lazy(() => {
    const unread = [...head.sources.values()].filter(
      // A fixture is what the base's tip says, which the pull request may not have yet.
      ({ file }) => !judgedPaths.has(file) && isManifestFile(file) && !fixtures.sources.has(file),
    );
    const others = loadPlainManifests(unread, settings).manifests;
    return { others, fixtures: loadFixtures([...fixtures.sources.values()], settings) };
  });
  const inventories = new Map<string, BothInventories>();
  return {
    changes,
    errors: [...unreadable(judgedPaths, head), ...chosenSources.errors, ...loadedAfter.errors],
    notJudged: [...strangers(changed), ...loadedAfter.notJudged],
    notes: [
      ...[...before.unreadable].map(
        ([path, { reason }]) => `${path} cannot be read at the base (${reason}): what it holds is judged as new.`,
      ),
      ...[...fixtures.unreadable].map(
        ([path, { reason }]) => `${path} cannot be read (${reason}): what it says of the cluster is not known.`,
      ),
    ],
    assumedScopes: loadedAfter.assumedScopes,
    files: judgedPaths.size + rest.length,
    settings,
    fixtures: [...fixtures.sources.values()],
    clustersOf(cluster) {
      const known = inventories.get(cluster);
      if (known) return known;
      const belongs = (manifest: Manifest) => manifest.cluster === cluster;
      const unchanged = () => everything().others.filter(({ origin }) => !changedBefore.has(origin.source.file));
      const answer = {
        head: createInventory(() => [...touched, ...everything().others, ...everything().fixtures].filter(belongs)),
        base: createInventory(() =>
          [...loadedBefore.manifests, ...unchanged(), ...everything().fixtures].filter(belongs),
        ),
        changed: changeSet.base
          ? identitiesOfChanged(changes.filter((change) => belongs(change.after ?? change.before)))
          : new Set<string>(),
      };
      inventories.set(cluster, answer);
      return answer;
    },
  };
}

interface Sources {
  readonly sources: ReadonlyMap<string, Source>;
  readonly unreadable: ReadonlyMap<string, FileContent & { outcome: 'unreadable' }>;
}

const NO_SOURCES: Sources = { sources: new Map(), unreadable: new Map() };

async function readSources(files: Files, paths: readonly string[]): Promise<Sources> {
  const sources = new Map<string, Source>();
  const unreadable = new Map<string, FileContent & { outcome: 'unreadable' }>();
  for (const [path, content] of await files.read(paths)) {
    if (content.outcome === 'text') sources.set(path, content.source);
    else unreadable.set(path, content);
  }
  return { sources, unreadable };
}

async function readFixtures(files: Files, globs: readonly string[]): Promise<Sources> {
  if (globs.length === 0) return NO_SOURCES;
  const matches = compileFilter(globs, []);
  const paths = (await files.list()).filter(
    ({ path, kind }) => kind === 'file' && isManifestFile(path) && matches(path),
  );
  return readSources(
    files,
    paths.map(({ path }) => path),
  );
}

/** As much text as twenty thousand usual manifests: judging more would take the memory of the machine, and a job without memory ends without a word. */
const MOST_CHARACTERS = 100_000_000;

/** The sources as far as they can be judged together; the first one that is too much, and all after it, are an error. */
function withinLimit(sources: readonly Source[]): {
  readonly read: readonly Source[];
  readonly errors: readonly ManifestError[];
} {
  let characters = 0;
  const first = sources.findIndex(({ text }) => {
    characters += text.length;
    return characters > MOST_CHARACTERS;
  });
  const source = sources[first];
  if (!source) return { read: sources, errors: [] };
  const error = new ManifestError(
    `the manifests to be judged have more than ${formatCount(MOST_CHARACTERS)} characters in all: ${source.file} and what comes after it, ${countOf(sources.length - first, 'file')}, are not judged`,
    {
      code: 'file/too-large',
      span: { source, start: 0, end: 0 },
      remedy: 'Part the change, or exclude what holds no manifests under `manifests` in .github/tidewaiter.yml.',
    },
  );
  return { read: sources.slice(0, first), errors: [error] };
}

/** A changed manifest that cannot be read is an error, never a pass: by its name it is one. */
function unreadable(judged: ReadonlySet<string>, { unreadable: broken }: Sources): readonly ManifestError[] {
  return [...broken].flatMap(([path, { code, reason }]) =>
    judged.has(path)
      ? [
          new ManifestError(`${path} cannot be read: ${reason}`, {
            code,
            remedy: 'If it holds no manifests, exclude it under `manifests` in .github/tidewaiter.yml.',
          }),
        ]
      : [],
  );
}

/** Changed links and submodules: what they point to is not followed. A submodule may hold manifests whatever its name is. */
function strangers(changed: readonly ChangedFile[]): readonly NotJudged[] {
  return changed.flatMap(({ path, kind, status }): NotJudged[] => {
    if (status === 'removed') return [];
    if (kind === 'submodule') {
      const reason = 'it is a submodule, whose files belong to another repository';
      return [{ file: path, line: 1, code: 'file/submodule', reason }];
    }
    if (kind === 'file' || !isManifestFile(path)) return [];
    return [
      { file: path, line: 1, code: 'file/symbolic-link', reason: 'it is a symbolic link, which is never followed' },
    ];
  });
}

function pathBefore(file: ChangedFile): string {
  return file.previousPath ?? file.path;
}

function pick(sources: ReadonlyMap<string, Source>, paths: Iterable<string>): readonly Source[] {
  return [...paths].flatMap((path) => sources.get(path) ?? []);
}

function identitiesOfChanged(changes: readonly Change[]): ReadonlySet<string> {
  const identities = new Set<string>();
  for (const { before, after } of changes) {
    if (before === after) continue;
    if (before) identities.add(identityOf(before.reference));
    if (after) identities.add(identityOf(after.reference));
  }
  return identities;
}

function compileFilter(include: readonly string[], exclude: readonly string[]): (path: string) => boolean {
  const wanted = include.map(compileGlob);
  const unwanted = exclude.map(compileGlob);
  return (path) => wanted.some((matches) => matches(path)) && !unwanted.some((matches) => matches(path));
}

function compilePaths(paths: readonly string[]): (path: string) => boolean {
  if (paths.length === 0) return () => true;
  return (path) =>
    paths.some(
      (wanted) =>
        wanted === path || wanted === '' || wanted === '.' || path.startsWith(`${wanted.replace(/\/$/, '')}/`),
    );
}

/** A file belongs to the first cluster that has it. */
function compileClusters(clusters: ManifestSettings['clusters']): (path: string) => string {
  const compiled = clusters.map(({ name, paths }) => ({ name, matches: compileFilter(paths, []) }));
  return (path) => compiled.find(({ matches }) => matches(path))?.name ?? '';
}

function lazy<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}
