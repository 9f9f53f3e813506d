import type { JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import type { Location } from '../model/manifest.ts';
import type { Source } from '../text/source.ts';
import { buildTree } from './build-tree.ts';
import { locateIn } from './locate.ts';
import { mayBeCommon, readCommonYaml, UNCOMMON } from './read-common-yaml.ts';
import { readEvents } from './read-events.ts';
import { readValue } from './read-value.ts';
import { type DocumentRange, splitDocuments } from './split-documents.ts';
import type { YamlTree } from './tree.ts';
import { DEFAULT_YAML_LIMITS, type YamlLimits } from './yaml-limits.ts';
import { type FoundProblem, type YamlProblem, YamlStop } from './yaml-problem.ts';
import type { YamlDocument, YamlStream } from './yaml-stream.ts';

export type { YamlLimits } from './yaml-limits.ts';
export type { YamlErrorCode, YamlProblem } from './yaml-problem.ts';
export type { YamlDocument, YamlStream } from './yaml-stream.ts';

/**
 * Reads a YAML or JSON file as Kubernetes does: every document's value at once, positions when they are asked for. It throws
 * nothing: what is wrong is a problem with a code and a span, and a document with a problem hides none of the others.
 * Values follow sigs.k8s.io/yaml (go-yaml v2, YAML 1.1); a key that stands twice is a problem, as in the API server's strict decoding.
 */
export function parseYaml(source: Source, limits: Partial<YamlLimits> = {}): YamlStream {
  const allLimits = { ...DEFAULT_YAML_LIMITS, ...limits };
  const { text } = source;
  if (exceedsBytes(text, 0, text.length, allLimits.fileBytes)) {
    const message = `the file is larger than ${megabytes(allLimits.fileBytes)}; split it, or leave it out of what is judged`;
    return { documents: [], problems: [tooLarge(source, 0, message)] };
  }
  const ranges = splitDocuments(text);
  if (ranges.length > allLimits.documents) {
    const start = ranges[allLimits.documents]?.start ?? 0;
    const message = `the file holds more than ${allLimits.documents} documents; split it`;
    return { documents: [], problems: [tooLarge(source, start, message)] };
  }
  const tryCommon = mayBeCommon(text);
  const documents = ranges.map((range, index) => readDocument(source, index, range, allLimits, tryCommon));
  return { documents, problems: documents.flatMap(({ problems }) => problems) };
}

function readDocument(
  source: Source,
  index: number,
  { start, end }: DocumentRange,
  limits: YamlLimits,
  tryCommon: boolean,
): YamlDocument {
  if (exceedsBytes(source.text, start, end, limits.documentBytes)) {
    const message = `the document is larger than ${megabytes(limits.documentBytes)}`;
    return new ParsedDocument(source, index, start, end, limits, undefined, [tooLarge(source, start, message)]);
  }
  const common = tryCommon ? readCommonYaml(source.text, start, end, limits.depth) : UNCOMMON;
  if (common !== UNCOMMON) return new ParsedDocument(source, index, start, end, limits, common, NO_PROBLEMS);
  const { value, problems } = readValue(source.text.slice(start, end), limits);
  const placed = problems.length === 0 ? NO_PROBLEMS : problems.map((problem) => place(problem, source, start));
  return new ParsedDocument(source, index, start, end, limits, value, placed);
}

const NO_PROBLEMS: readonly YamlProblem[] = [];

class ParsedDocument implements YamlDocument {
  readonly source: Source;
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly value: JsonValue | undefined;
  readonly problems: readonly YamlProblem[];
  readonly #limits: YamlLimits;
  /** null for a document that no positions can be had of. */
  #tree: YamlTree | null | undefined;

  constructor(
    source: Source,
    index: number,
    start: number,
    end: number,
    limits: YamlLimits,
    value: JsonValue | undefined,
    problems: readonly YamlProblem[],
  ) {
    this.source = source;
    this.index = index;
    this.start = start;
    this.end = end;
    this.value = value;
    this.problems = problems;
    this.#limits = limits;
  }

  locate(path: Path): Location {
    this.#tree ??= this.#readTree();
    if (this.#tree !== null) return locateIn(this.#tree, this.source, path);
    return { span: { source: this.source, start: this.start, end: this.end }, path: [], exact: path.length === 0 };
  }

  #readTree(): YamlTree | null {
    if (exceedsBytes(this.source.text, this.start, this.end, this.#limits.documentBytes)) return null;
    const text = this.source.text.slice(this.start, this.end);
    try {
      return buildTree(text, readEvents(text, this.#limits), this.start, this.#limits);
    } catch (error) {
      if (error instanceof YamlStop) return null;
      throw error;
    }
  }
}

function place({ code, message, start, end }: FoundProblem, source: Source, offset: number): YamlProblem {
  return { code, message, span: { source, start: start + offset, end: end + offset } };
}

function tooLarge(source: Source, start: number, message: string): YamlProblem {
  return { code: 'yaml/too-large', message, span: { source, start, end: Math.min(start + 1, source.text.length) } };
}

/** A code unit is one to three bytes of UTF-8: only what lies between must be counted. */
function exceedsBytes(text: string, start: number, end: number, limit: number): boolean {
  const length = end - start;
  if (length > limit) return true;
  return length * 3 > limit && Buffer.byteLength(text.slice(start, end)) > limit;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 100_000) / 10} MB`;
}
