import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { valueAt } from '../../../base/value-at.ts';
import { formatImage, parseImage } from '../../../kubernetes/images.ts';
import type { KubernetesObject } from '../../../model/kubernetes-object.ts';
import { SubstitutionError } from './substitution-error.ts';

/** Where each kind has its Pod: Kyverno goes by the bare name of the kind. */
const POD_SPECS: { readonly [kind: string]: Path } = {
  Pod: ['spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

/**
 * The images of an object as its variable `images` has them: by list and by the container's name. Throws SubstitutionError where an image
 * is no reference.
 * Semantics: kyverno/kyverno pkg/utils/api/image.go, `ExtractImagesFromResource`.
 */
export function extractImages(object: KubernetesObject): JsonObject {
  const base = Object.hasOwn(POD_SPECS, object.kind) ? POD_SPECS[object.kind] : undefined;
  if (!base) return {};
  const images: { [list: string]: JsonObject } = {};
  for (const list of LISTS) {
    const containers = valueAt(object, [...base, list]);
    if (!isArray(containers)) continue;
    const named: { [name: string]: JsonValue } = {};
    for (const [index, container] of containers.entries()) {
      if (!isObject(container) || typeof container.name !== 'string') continue;
      if (typeof container.image !== 'string' || container.image.trim() === '') continue;
      named[container.name] = describeImage(container.image, `/${[...base, list].join('/')}/${index}/image`);
    }
    if (Object.keys(named).length > 0) images[list] = named;
  }
  return images;
}

function describeImage(text: string, jsonPointer: string): JsonObject {
  const image = parseImage(text);
  if (!image) throw new SubstitutionError(`invalid image "${text}"`);
  const { registry, name, path, tag, digest } = image;
  return {
    registry,
    name,
    path,
    ...(tag === '' ? {} : { tag }),
    ...(digest === '' ? {} : { digest }),
    reference: formatImage(image),
    referenceWithTag: `${registry}/${path}:${tag}`,
    jsonPointer,
  };
}
