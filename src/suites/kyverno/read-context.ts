import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Path } from '../../base/path.ts';
import type { YamlDocument } from '../../yaml/yaml-stream.ts';
import { anything, type Decoded, decodeDocument, fields, listOf, object, suiteError, text } from '../decode.ts';
import { isKubernetesObject, nameOf } from './kubernetes-object.ts';

const IMAGE_FIELDS = {
  image: text,
  resolvedImage: text,
  registry: text,
  repository: text,
  tag: text,
  digest: text,
  imageIndex: anything,
  manifest: anything,
  config: anything,
};

const CONTEXT = fields({
  apiVersion: text,
  kind: text,
  metadata: object,
  spec: fields({ resources: listOf(object), images: listOf(fields(IMAGE_FIELDS)) }),
});

/**
 * What a Context of Kyverno's command line says of images, by the image's name as policies ask for it. Throws a PolicyError for what the format does
 * not know.
 * Semantics: kyverno/kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/context.go; what `imageRegistry` yields, pkg/engine/context/loaders/imagedata.go.
 */
export function readRecordedImages(document: YamlDocument): ReadonlyMap<string, JsonObject> {
  const { images = [], resources = [] } = decodeDocument(document, CONTEXT).spec ?? {};
  for (const [index, resource] of resources.entries()) checkResource(resource, document, ['spec', 'resources', index]);
  return new Map(images.map((image) => [image.image ?? '', asRegistryAnswer(image)]));
}

/** The inventory takes what is an object, and would say nothing of the rest. */
function checkResource(resource: JsonObject, document: YamlDocument, path: Path): void {
  if (isKubernetesObject(resource) && nameOf(resource) !== '') return;
  const remedy = 'Give it apiVersion, kind and metadata.name.';
  throw suiteError(document, path, 'policy/missing-field', 'the resource is no object of a cluster', remedy);
}

function asRegistryAnswer(recorded: Decoded<typeof IMAGE_FIELDS>): JsonObject {
  const { image, resolvedImage, registry, repository, tag, digest, imageIndex, manifest, config } = recorded;
  const known = (value: JsonValue | undefined) => value ?? null;
  return {
    image: image ?? '',
    resolvedImage: resolvedImage ?? '',
    registry: registry ?? '',
    repository: repository ?? '',
    identifier: [tag, digest].filter(Boolean).join('@') || 'latest',
    manifestList: known(imageIndex),
    manifest: known(manifest),
    configData: known(config),
  };
}
