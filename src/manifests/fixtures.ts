import { isArray, isObject } from '../base/json.ts';
import { valueAt } from '../base/value-at.ts';
import { parseApiVersion } from '../kubernetes/group-version-kind.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Source } from '../text/source.ts';
import { parseYaml, type YamlDocument } from '../yaml/parse-yaml.ts';
import { type LoadSettings, loadPlainManifests, toManifest } from './load-manifests.ts';
import { writtenObjectsAt } from './written-objects.ts';

/**
 * The objects of a cluster that its fixtures hold: those that they are, and those that stand in a Context of Kyverno's command line. What else is of that
 * is no object of a cluster.
 */
export function loadFixtures(sources: readonly Source[], settings: LoadSettings): readonly Manifest[] {
  const plain = loadPlainManifests(sources, settings).manifests;
  const contexts = sources
    .filter(({ text }) => text.includes(COMMAND_LINE))
    .flatMap((source) => parseYaml(source, settings.limits).documents)
    .filter(isContext);
  return [
    ...plain.filter(({ reference }) => parseApiVersion(reference.apiVersion).group !== COMMAND_LINE),
    ...contexts.flatMap((context) => resourcesOf(context, settings)),
  ];
}

const COMMAND_LINE = 'cli.kyverno.io';

function isContext({ value }: YamlDocument): boolean {
  if (!isObject(value) || typeof value.apiVersion !== 'string') return false;
  return value.kind === 'Context' && parseApiVersion(value.apiVersion).group === COMMAND_LINE;
}

function resourcesOf(context: YamlDocument, settings: LoadSettings): readonly Manifest[] {
  const resources = valueAt(context.value, RESOURCES);
  if (!isArray(resources)) return [];
  return resources
    .flatMap((_, index) => writtenObjectsAt(context, [...RESOURCES, index]))
    .flatMap((written) => toManifest(written, settings) ?? []);
}

const RESOURCES = ['spec', 'resources'];
