import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import { valueAt } from '../base/value-at.ts';
import { ManifestError, type TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { KubernetesObject } from '../model/kubernetes-object.ts';
import type { Location, NotJudged, Origin } from '../model/manifest.ts';
import { positionAt } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { parseYaml, type YamlDocument, type YamlLimits, type YamlProblem } from '../yaml/parse-yaml.ts';

/** A Kubernetes object as a file has it: nothing defaulted, nothing judged yet. It is what an engine takes as a policy document, too. */
export interface WrittenObject {
  readonly object: KubernetesObject;
  readonly source: Source;
  readonly origin: Origin;
  locate(path: Path): Location;
}

export interface WrittenObjects {
  readonly objects: readonly WrittenObject[];
  /** Documents that look like manifests and cannot be read. */
  readonly errors: readonly TidewaiterError[];
  /** Documents that are no Kubernetes objects though something about them suggests it, and broken ones that do not look like manifests. */
  readonly notJudged: readonly NotJudged[];
}

const known = new WeakMap<Source, { readonly limits: Partial<YamlLimits>; readonly objects: WrittenObjects }>();

/**
 * The Kubernetes objects of one file, also those inside `List`s. A broken document does not hide the others. Parsing is half of a large
 * run, and several ask for the same file (its definitions of kinds, its manifests, its Secrets): it is read once.
 */
export function readWrittenObjects(source: Source, limits: Partial<YamlLimits> = {}): WrittenObjects {
  const earlier = known.get(source);
  if (earlier && earlier.limits.documentBytes === limits.documentBytes && earlier.limits.depth === limits.depth)
    return earlier.objects;
  const objects = parseObjects(source, limits);
  known.set(source, { limits, objects });
  return objects;
}

/** The objects in a value of a document, as if the document held nothing else. */
export function writtenObjectsAt(document: YamlDocument, path: Path): readonly WrittenObject[] {
  const objects: WrittenObject[] = [];
  collect(document, valueAt(document.value, path) ?? null, path, objects, []);
  return objects;
}

/** What a file holds, as whoever read it before saw it; their limits are as good as any to those who only look at what was read. */
export function recallWrittenObjects(source: Source): WrittenObjects {
  return known.get(source)?.objects ?? readWrittenObjects(source);
}

function parseObjects(source: Source, limits: Partial<YamlLimits>): WrittenObjects {
  const objects: WrittenObject[] = [];
  const errors: TidewaiterError[] = [];
  const notJudged: NotJudged[] = [];
  const { documents, problems } = parseYaml(source, limits);
  const tell = (problem: YamlProblem, text: string) => {
    if (looksLikeManifest(text)) errors.push(unreadable(problem));
    else notJudged.push(report(source, problem.span.start, problem.code, `it cannot be read: ${problem.message}`));
  };
  // A file beyond the limits has no documents, only a problem.
  const [problem] = problems;
  if (documents.length === 0 && problem) tell(problem, source.text);
  for (const document of documents) {
    const [problem] = document.problems;
    if (problem) tell(problem, source.text.slice(document.start, document.end));
    else if (document.value !== undefined) collect(document, document.value, [], objects, notJudged);
  }
  return { objects, errors, notJudged };
}

function unreadable({ code, message, span }: YamlProblem): ManifestError {
  return new ManifestError(`${span.source.file} holds a manifest that cannot be read: ${message}`, {
    code,
    span,
    remedy: 'Mend the YAML; `kubectl apply` would refuse it as well.',
  });
}

/** Whether a text has `apiVersion` and `kind` at a line's start, or as keys of a JSON object. */
export function looksLikeManifest(text: string): boolean {
  return API_VERSION_KEY.test(text) && KIND_KEY.test(text);
}

// The blanks are those of one line: from every one of many empty lines on, all that follow would be read again.
const API_VERSION_KEY = /(?:^|[{,])[^\S\r\n\u2028\u2029]*["']?apiVersion["']?\s*:/m;
const KIND_KEY = /(?:^|[{,])[^\S\r\n\u2028\u2029]*["']?kind["']?\s*:/m;

function collect(
  document: YamlDocument,
  value: JsonValue,
  prefix: Path,
  objects: WrittenObject[],
  notJudged: NotJudged[],
): void {
  if (!isObject(value)) return;
  const { apiVersion, kind } = value;
  if (apiVersion === undefined && kind === undefined) return;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
    // Tools of every sort have a `kind` or an `apiVersion` of their own; Kubernetes' objects have both, as text.
    if (apiVersion !== undefined && kind !== undefined) {
      notJudged.push(reportAt(document, prefix, 'manifest/not-an-object', 'apiVersion and kind have to be text'));
    }
    return;
  }
  if (kind.endsWith('List') && isArray(value.items)) {
    value.items.forEach((item, index) => {
      collect(document, withKindOfList(item, apiVersion, kind), [...prefix, 'items', index], objects, notJudged);
    });
    return;
  }
  if (!isObject(value.metadata)) {
    notJudged.push(
      reportAt(document, prefix, 'manifest/not-an-object', `the ${kind} has no metadata: no API server would take it`),
    );
    return;
  }
  objects.push({
    object: value as KubernetesObject,
    source: document.source,
    origin: { source: document.source, document: document.index, prefix },
    locate: (path) => relativeTo(prefix, document.locate([...prefix, ...path])),
  });
}

/** In a typed list (`DeploymentList`) the items may leave out what the list already says. */
function withKindOfList(item: JsonValue, apiVersion: string, kind: string): JsonValue {
  if (kind === 'List' || !isObject(item) || item.kind !== undefined) return item;
  const typed: JsonObject = { apiVersion, kind: kind.slice(0, -'List'.length), ...item };
  return typed;
}

function relativeTo(prefix: Path, location: Location): Location {
  return prefix.length === 0 ? location : { ...location, path: location.path.slice(prefix.length) };
}

function reportAt(document: YamlDocument, path: Path, code: string, reason: string): NotJudged {
  return report(document.source, document.locate(path).span.start, code, reason);
}

function report(source: Source, offset: number, code: string, reason: string): NotJudged {
  return { file: source.file, line: positionAt(source, offset).line, code, reason };
}
