import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
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

/** Where images are, and by what they are known. */
interface Extractor {
  /** The name of the list in `images`. */
  readonly name: string;
  /** Keys on the way; `*` stands for every item. */
  readonly fields: readonly string[];
  readonly value: string;
  /** The member that names an image; else its own place does. */
  readonly key?: string;
  /** On the text, before it is read. */
  readonly expression?: string;
}

/** Evaluates an expression on a value. */
export type Evaluate = (expression: string, data: JsonValue) => JsonValue;

/**
 * The images of an object as its variable `images` has them: by list and by the container's name, or as a rule's `imageExtractors` say it for the
 * object's kind. Throws SubstitutionError where an image is no reference, or where an extractor does not fit the object.
 * Semantics: kyverno/kyverno pkg/utils/api/image.go, `ExtractImagesFromResource`.
 */
export function extractImages(object: KubernetesObject, extractors?: JsonObject, evaluate?: Evaluate): JsonObject {
  const images: { [list: string]: JsonObject } = {};
  for (const extractor of extractorsFor(object.kind, extractors)) {
    const named: { [name: string]: JsonValue } = {};
    extract(object, [], extractor.fields, extractor, evaluate, named);
    if (Object.keys(named).length > 0) images[extractor.name] = named;
  }
  return images;
}

function extractorsFor(kind: string, configured: JsonObject | undefined): readonly Extractor[] {
  const own = configured && Object.hasOwn(configured, kind) ? configured[kind] : undefined;
  if (isArray(own)) {
    if (own.length === 0) throw new SubstitutionError(`no extractors found for ${kind}`);
    return own.filter(isObject).map(readExtractor);
  }
  const base = Object.hasOwn(POD_SPECS, kind) ? POD_SPECS[kind] : undefined;
  return base
    ? LISTS.map((name) => ({ name, fields: [...base.map(String), name, '*'], value: 'image', key: 'name' }))
    : [];
}

function readExtractor({ name, path, value, key, jmesPath }: JsonObject): Extractor {
  const steps = String(path ?? '')
    .split('/')
    .map((step) => step.trim())
    .filter((step) => step !== '');
  const hasValue = typeof value === 'string' && value !== '';
  return {
    name: typeof name === 'string' && name !== '' ? name : 'custom',
    fields: hasValue ? steps : steps.slice(0, -1),
    value: hasValue ? value : (steps.at(-1) ?? ''),
    ...(typeof key === 'string' && key !== '' && { key }),
    ...(typeof jmesPath === 'string' && jmesPath !== '' && { expression: jmesPath }),
  };
}

function extract(
  value: JsonValue | undefined,
  place: readonly string[],
  [field, ...rest]: readonly string[],
  extractor: Extractor,
  evaluate: Evaluate | undefined,
  found: { [name: string]: JsonValue },
): void {
  if (value === undefined || value === null) return;
  if (field === '*') {
    if (!isArray(value) && !isObject(value)) throw new SubstitutionError('invalid type');
    const children: Iterable<readonly [string | number, JsonValue]> = isArray(value)
      ? value.entries()
      : Object.entries(value);
    for (const [step, child] of children) {
      extract(child, [...place, String(step)], rest, extractor, evaluate, found);
    }
    return;
  }
  if (!isObject(value)) throw new SubstitutionError('invalid image config');
  if (field !== undefined) {
    const child = Object.hasOwn(value, field) ? value[field] : undefined;
    extract(child, [...place, field], rest, extractor, evaluate, found);
    return;
  }
  const pointer = `/${[...place, extractor.value].join('/')}`;
  const key = extractor.key === undefined ? pointer : value[extractor.key];
  if (typeof key !== 'string') throw new SubstitutionError('invalid key');
  const text = Object.hasOwn(value, extractor.value) ? value[extractor.value] : undefined;
  if (typeof text !== 'string' || text.trim() === '') return;
  found[key] = describeImage(imageText(text, extractor, evaluate), pointer);
}

function imageText(text: string, { expression }: Extractor, evaluate: Evaluate | undefined): string {
  if (expression === undefined || !evaluate) return text;
  const result = evaluate(expression, text);
  if (typeof result === 'string') return result;
  throw new SubstitutionError(`jmespath ${expression} must produce a string, but produced ${JSON.stringify(result)}`);
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
