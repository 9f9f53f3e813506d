import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { ManifestError } from '../errors/tidewaiter-error.ts';
import type { KubernetesObject, ObjectReference } from '../model/kubernetes-object.ts';
import type { Manifest, NotJudged } from '../model/manifest.ts';
import { startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import type { YamlLimits } from '../yaml/parse-yaml.ts';
import type { FileClasses } from './classify-files.ts';
import type { Scopes } from './scopes.ts';
import { readWrittenObjects, type WrittenObject } from './written-objects.ts';

/** What loading needs to know beside the files: the same for a file as it is and for the same file with a suggestion applied. */
export interface LoadSettings {
  readonly limits: Partial<YamlLimits>;
  readonly defaultNamespace: string;
  readonly scopes: Scopes;
  readonly classes: FileClasses;
  /** The cluster that a file belongs to; `""` where the repository is one cluster. */
  clusterOf(file: string): string;
}

export interface LoadedManifests {
  readonly manifests: readonly Manifest[];
  readonly notJudged: readonly NotJudged[];
  readonly errors: readonly TidewaiterError[];
  /** Kinds whose scope nobody knows, and what was assumed. */
  readonly assumedScopes: readonly AssumedScope[];
}

export interface AssumedScope {
  readonly apiVersion: string;
  readonly kind: string;
  readonly assumed: 'namespaced' | 'cluster';
}

/** The manifests of some files. Asynchronous, for charts and Kustomize roots will be rendered here. */
export async function loadManifests(sources: readonly Source[], settings: LoadSettings): Promise<LoadedManifests> {
  return loadPlainManifests(sources, settings);
}

/** The manifests that stand in the files as such, without rendering: enough for the inventory. */
export function loadPlainManifests(sources: readonly Source[], settings: LoadSettings): LoadedManifests {
  const manifests: Manifest[] = [];
  const notJudged: NotJudged[] = [];
  const errors: TidewaiterError[] = [];
  const assumed = new Map<string, AssumedScope>();
  for (const source of sources) {
    const reason = settings.classes.reasonNotToJudge(source.file);
    if (reason) {
      notJudged.push({ file: source.file, line: 1, ...reason });
      continue;
    }
    const written = readWrittenObjects(source, settings.limits);
    notJudged.push(...written.notJudged);
    errors.push(...written.errors);
    for (const object of written.objects) {
      const manifest = toManifest(object, settings, assumed);
      if (manifest) manifests.push(manifest);
      else errors.push(nameless(object));
    }
  }
  return { manifests, notJudged, errors, assumedScopes: [...assumed.values()] };
}

/**
 * An object as one of a cluster, in the namespace that it would have there; undefined for one without a name.
 * @param assumed where to note a kind whose scope nobody knows
 */
export function toManifest(
  written: WrittenObject,
  settings: LoadSettings,
  assumed: Map<string, AssumedScope> = new Map(),
): Manifest | undefined {
  const { object, origin } = written;
  const name = nameOf(object);
  if (name === undefined) return undefined;
  const { apiVersion, kind } = object;
  const writtenNamespace =
    typeof object.metadata.namespace === 'string' && object.metadata.namespace !== ''
      ? object.metadata.namespace
      : undefined;
  let namespaced = settings.scopes.find(apiVersion, kind)?.namespaced;
  if (namespaced === undefined) {
    namespaced = writtenNamespace !== undefined;
    assumed.set(`${apiVersion} ${kind} ${namespaced}`, {
      apiVersion,
      kind,
      assumed: namespaced ? 'namespaced' : 'cluster',
    });
  }
  const namespace = namespaced ? (writtenNamespace ?? settings.defaultNamespace) : undefined;
  const reference: ObjectReference = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return {
    // The API server fills in the namespace of the request before it asks anybody.
    object:
      namespace === undefined || namespace === writtenNamespace
        ? object
        : { ...object, metadata: { ...object.metadata, namespace } },
    reference,
    cluster: settings.clusterOf(origin.source.file),
    origin,
    locate: written.locate,
  };
}

function nameOf(object: KubernetesObject): string | undefined {
  const { name, generateName } = object.metadata;
  if (typeof name === 'string' && name !== '') return name;
  return typeof generateName === 'string' && generateName !== '' ? `${generateName}*` : undefined;
}

function nameless(written: WrittenObject): ManifestError {
  const { span } = written.locate(['metadata']);
  return new ManifestError(
    `${written.source.file}:${startOf(span).line}: the ${written.object.kind} has no metadata.name`,
    {
      code: 'manifest/no-name',
      span,
      remedy:
        'Give it a name (or generateName): no API server takes an object without one. If this file is not meant for a cluster, exclude it under `manifests`.',
    },
  );
}
