import { isArray, isObject, type JsonValue } from '../../base/json.ts';
import { PolicyError, type TidewaiterError } from '../../errors/tidewaiter-error.ts';
import { resourceOf } from '../../kubernetes/api-knowledge.ts';
import { groupVersionKindOf } from '../../kubernetes/group-version-kind.ts';
import type { KubernetesObject } from '../../model/kubernetes-object.ts';
import type { Source } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import type { YamlDocument, YamlStream } from '../../yaml/yaml-stream.ts';
import { joinPath, type SuiteFiles } from '../suite-files.ts';
import { findText } from './find-text.ts';
import { isKubernetesObject, nameOf, namespaceOf } from './kubernetes-object.ts';

/** An object that a suite loaded, and where it stands. */
export interface LoadedDocument {
  readonly object: KubernetesObject;
  readonly document: YamlDocument;
}

/** Reads the files that a suite names, each once. */
export class SuiteReader {
  /** What was amiss with the files, in the order in which it was met. */
  readonly problems: TidewaiterError[] = [];
  readonly notes: string[] = [];
  /** What Kyverno's CLI passes over, and what the suite's author would want to know. */
  readonly traps: TidewaiterError[] = [];
  readonly #files: SuiteFiles;
  readonly #folder: string;
  readonly #suite: YamlDocument;
  readonly #streams = new Map<string, YamlStream | undefined>();
  readonly #clusterScoped = new Set<string>();

  constructor(files: SuiteFiles, folder: string, suite: YamlDocument) {
    this.#files = files;
    this.#folder = folder;
    this.#suite = suite;
  }

  /** The text of a file, as seen from the suite's folder. */
  source(path: string): Source | undefined {
    const file = joinPath(this.#folder, path);
    const text = this.#files.read(file);
    return text === undefined ? undefined : { file, revision: 'disk', text };
  }

  /** Notes a file that is named and missing as a problem. */
  missing(path: string, what: string): void {
    this.problems.push(
      new PolicyError(`the ${what} ${path} does not exist`, {
        code: 'policy/not-found',
        span: this.#placeOf(path),
        remedy: 'Paths are relative to the folder of the test file.',
      }),
    );
  }

  #placeOf(path: string): Span {
    return this.#suite.locate(findText(this.#suite.value ?? null, path) ?? ['metadata', 'name']).span;
  }

  /**
   * The policies of files and folders (these with all that is in them, but for what begins with a dot), in their order.
   * @param paths as the suite writes them
   * @param what they are called where one is missing
   */
  policies(paths: readonly string[], what: string): readonly LoadedDocument[] {
    return paths.flatMap((path) => {
      if (isRemote(path)) {
        this.#refuseRemote(path);
        return [];
      }
      const files = this.#policyFiles(joinPath(this.#folder, path));
      if (files.length === 0) this.missing(path, what);
      return files.flatMap((file) => this.#objects(file));
    });
  }

  /**
   * The objects of a list of resource files. Only where the first entry is a folder it is opened (not what is below it), and then the
   * other entries do not count. A first file that is missing is a problem, a later one is not.
   */
  resources(paths: readonly string[]): readonly LoadedDocument[] {
    const [first, ...others] = paths;
    if (first === undefined) return [];
    const folder = joinPath(this.#folder, first);
    const entries = this.#files.list(folder);
    if (entries !== undefined) {
      for (const path of others) this.#trap(path, `${path} is not read, for a folder stands first`);
      const names = entries.filter(({ name, kind }) => kind === 'file' && YAML_FILE.test(name));
      return this.#firstOfEach(names.flatMap(({ name }) => this.#objects(joinPath(folder, name), 'normalised')));
    }
    const loaded = paths.map((path, index) => {
      if (isRemote(path)) {
        this.#refuseRemote(path);
        return [];
      }
      const file = joinPath(this.#folder, path);
      if (this.#stream(file) !== undefined) return this.#objects(file, 'normalised');
      if (index === 0) this.missing(path, 'resource file');
      else this.#trap(path, `the resource file ${path} does not exist, and is passed over`);
      return [];
    });
    return this.#firstOfEach(loaded.flat());
  }

  /** Of objects with the same group, kind, namespace and name only the first counts. */
  #firstOfEach(loaded: readonly LoadedDocument[]): readonly LoadedDocument[] {
    const seen = new Set<string>();
    return loaded.filter(({ object, document }) => {
      const { group, kind } = groupVersionKindOf(object);
      const [namespace, name] = [namespaceOf(object), nameOf(object)];
      const key = JSON.stringify([group, kind, namespace, name]);
      if (!seen.has(key)) return seen.add(key);
      this.notes.push(
        `${document.source.file}: ${kind} ${namespace === '' ? '' : `${namespace}/`}${name} is there already: the first one counts`,
      );
      return false;
    });
  }

  #trap(path: string, message: string): void {
    this.traps.push(
      new PolicyError(message, {
        code: 'policy/vacuous-test',
        span: this.#placeOf(path),
        remedy: 'Name what is to be read, or leave it out.',
      }),
    );
  }

  /** The objects of one file, read like `resources`; undefined where there is no such file. */
  objectsOf(path: string): readonly KubernetesObject[] | undefined {
    const file = joinPath(this.#folder, path);
    if (this.#stream(file) === undefined) return undefined;
    return this.#objects(file, 'normalised').map(({ object }) => object);
  }

  /** An object that is written within another document, as if it were a resource; undefined where it is none. */
  asObject(value: JsonValue): KubernetesObject | undefined {
    const object = asKubernetesObject(value);
    return object && this.#normalise(object);
  }

  /** The documents of one file as they stand. */
  documentsOf(path: string): readonly YamlDocument[] | undefined {
    return this.#stream(joinPath(this.#folder, path))?.documents;
  }

  /** Kinds of a CustomResourceDefinition that the suite's cluster knows: objects of cluster scope get no namespace. */
  learnScope(definition: KubernetesObject): void {
    const spec = definition.spec;
    if (!isObject(spec) || spec.scope !== 'Cluster') return;
    const names = spec.names;
    if (isObject(names)) this.#clusterScoped.add(`${String(spec.group)}/${String(names.kind)}`);
  }

  #policyFiles(path: string): readonly string[] {
    const entries = this.#files.list(path);
    if (entries === undefined) return this.#files.read(path) === undefined ? [] : [path];
    return entries.flatMap(({ name, kind }) => {
      if (name.startsWith('.')) return [];
      const below = joinPath(path, name);
      if (kind === 'folder') return this.#policyFiles(below);
      return YAML_FILE.test(name) ? [below] : [];
    });
  }

  #stream(file: string): YamlStream | undefined {
    if (!this.#streams.has(file)) {
      const text = this.#files.read(file);
      this.#streams.set(file, text === undefined ? undefined : parseYaml({ file, revision: 'disk', text }));
    }
    return this.#streams.get(file);
  }

  #objects(file: string, form: 'as-written' | 'normalised' = 'as-written'): readonly LoadedDocument[] {
    const loaded: LoadedDocument[] = [];
    for (const document of this.#stream(file)?.documents ?? []) {
      for (const { code, message, span } of document.problems) {
        this.problems.push(new PolicyError(message, { code, span, remedy: 'Mend the file.' }));
      }
      const { value } = document;
      if (value === undefined || value === null) continue;
      for (const item of itemsOf(value)) {
        const object = asKubernetesObject(item);
        if (object) loaded.push({ object: form === 'normalised' ? this.#normalise(object) : object, document });
        else this.#refuse(document);
      }
    }
    return loaded;
  }

  #refuse(document: YamlDocument): void {
    this.problems.push(
      new PolicyError('the document is no Kubernetes object', {
        code: 'policy/missing-field',
        span: document.locate([]).span,
        remedy: 'Give it an apiVersion and a kind.',
      }),
    );
  }

  /** As the CLI reads what is to be judged: maps that are null are empty, and whoever has no namespace is in `default`. */
  #normalise(value: KubernetesObject): KubernetesObject {
    const filled = fillMaps(value);
    const { namespace } = filled.metadata;
    if ((typeof namespace === 'string' && namespace !== '') || this.#isClusterScoped(filled)) return filled;
    return { ...filled, metadata: { ...filled.metadata, namespace: 'default' } };
  }

  #isClusterScoped(object: KubernetesObject): boolean {
    const { group, version, kind } = groupVersionKindOf(object);
    return this.#clusterScoped.has(`${group}/${kind}`) || resourceOf(group, version, kind)?.namespaced === false;
  }

  #refuseRemote(path: string): void {
    this.problems.push(
      new PolicyError(`${path} is not read: tests use no network and no standard input`, {
        code: 'policy/unsupported',
        span: this.#placeOf(path),
        remedy: 'Keep a copy of the file next to the test.',
      }),
    );
  }
}

const YAML_FILE = /\.ya?ml$/;
const MAY_BE_NULL = new Set(['annotations', 'labels', 'matchLabels', 'nodeSelector', 'data', 'stringData']);

function isRemote(path: string): boolean {
  return path === '-' || /^https?:\/\//.test(path);
}

/** The items of a `List`; anything else is one item. */
function itemsOf(value: JsonValue): readonly JsonValue[] {
  return isObject(value) && value.apiVersion === 'v1' && value.kind === 'List' && isArray(value.items)
    ? value.items
    : [value];
}

/** Undefined for what has no apiVersion or no kind. */
function asKubernetesObject(value: JsonValue): KubernetesObject | undefined {
  if (!isObject(value)) return undefined;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') return undefined;
  return isKubernetesObject(value)
    ? value
    : { ...value, apiVersion, kind, metadata: isObject(metadata) ? metadata : {} };
}

/** A value whose maps of labels and the like are `{}` where they were written as null. Values without such a null stay themselves. */
function fillMaps<Value extends JsonValue>(value: Value): Value;
function fillMaps(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    let items: JsonValue[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const item = value[index] ?? null;
      const filled = fillMaps(item);
      if (filled === item) continue;
      items ??= [...value];
      items[index] = filled;
    }
    return items ?? value;
  }
  if (!isObject(value)) return value;
  let changed: { [key: string]: JsonValue } | undefined;
  for (const key of Object.keys(value)) {
    const each = value[key] ?? null;
    const filled = each === null && MAY_BE_NULL.has(key) ? {} : fillMaps(each);
    if (filled !== each) {
      changed ??= { ...value };
      changed[key] = filled;
    }
  }
  return changed ?? value;
}
