import { isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { KyvernoEnvironment } from '../../engines/kyverno/functions/environment.ts';
import { PolicyError, type TidewaiterError } from '../../errors/tidewaiter-error.ts';
import { parseApiVersion } from '../../kubernetes/group-version-kind.ts';
import { readWrittenObjects } from '../../manifests/written-objects.ts';
import type { Values } from '../../model/engine.ts';
import type { Files } from '../../model/files.ts';
import { positionAt } from '../../text/position.ts';
import type { Source } from '../../text/source.ts';
import { parseYaml, type YamlLimits } from '../../yaml/parse-yaml.ts';
import type { YamlDocument } from '../../yaml/yaml-stream.ts';
import { joinPath, type SuiteFiles } from '../suite-files.ts';
import { readGlobalContextData } from './global-context.ts';
import { readRecordedImages } from './read-context.ts';
import { readSuite } from './read-suite.ts';
import { recordedAnswers } from './recorded-answers.ts';
import type { KyvernoSuite, RecordedApiCall } from './suite.ts';
import { SuiteReader } from './suite-reader.ts';

/** What was recorded of a cluster, and what of the records could not be read: it stays unknown. */
export interface ClusterRecords {
  readonly values: Values;
  readonly notes: readonly string[];
}

/**
 * Reads what the fixtures of a cluster record of it in the documents of Kyverno's command line: of a Context what registries say about images, of a Test
 * the answers to calls and the data of GlobalContextEntries. Of two records of the same the first counts. The objects of a Context are the
 * inventory's.
 * @param files where the fixtures lie, for those that they name themselves
 */
export async function readClusterRecords(
  fixtures: readonly Source[],
  files: Files,
  { limits, ...environment }: KyvernoEnvironment & { readonly limits: Partial<YamlLimits> },
): Promise<ClusterRecords> {
  const collector = new Collector();
  // Definitions of kinds are long: only what may hold a record is parsed for records.
  const mayRecord = ({ text }: Source) => text.includes(GROUP);
  const streams = fixtures.filter(mayRecord).map((source) => parseYaml(source, limits));
  const others = fixtures.filter((source) => !mayRecord(source)).map((source) => readWrittenObjects(source, limits));
  for (const problem of [...streams.flatMap(({ problems }) => problems), ...others.flatMap(({ errors }) => errors)]) {
    collector.note(problem);
  }
  const tests: KyvernoSuite[] = [];
  for (const document of streams.flatMap(({ documents }) => documents).filter(isOfCommandLine)) {
    collector.trying(() => {
      const { kind } = document.value;
      if (kind === 'Context') collector.addImages(readRecordedImages(document));
      else if (kind === 'Test') tests.push(readSuite(document));
      else collector.noteUnread(document);
    });
  }
  const suiteFiles = await readNamedFiles(tests, files);
  for (const test of tests) {
    collector.trying(() => {
      const reader = new SuiteReader(suiteFiles, test.folder, test.document);
      const data = readGlobalContextData(test, reader, environment);
      for (const problem of reader.problems) collector.note(problem);
      collector.addAnswers(test.apiCalls, reader.problems.length > 0 ? new Map() : data);
    });
  }
  return collector.records();
}

interface CommandLineDocument extends YamlDocument {
  readonly value: JsonObject;
}

function isOfCommandLine(document: YamlDocument): document is CommandLineDocument {
  const { value } = document;
  return isObject(value) && typeof value.apiVersion === 'string' && parseApiVersion(value.apiVersion).group === GROUP;
}

const GROUP = 'cli.kyverno.io';

class Collector {
  readonly #apiCalls: RecordedApiCall[] = [];
  readonly #globalContext = new Map<string, JsonValue>();
  readonly #images = new Map<string, JsonObject>();
  readonly #notes: string[] = [];

  /** A record that is wrong hides no other. */
  trying(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      this.note(error);
    }
  }

  note({ message, span }: Pick<TidewaiterError, 'message' | 'span'>): void {
    const place = span ? `${span.source.file}:${positionAt(span.source, span.start).line}: ` : '';
    this.#notes.push(`${place}${message}. What this says of the cluster is not read.`);
  }

  noteUnread({ source, start, value }: CommandLineDocument): void {
    const place = `${source.file}:${positionAt(source, start).line}`;
    this.#notes.push(
      `${place}: of Kyverno's command line a Context and a Test say something of the cluster, and a ${value.kind} is not read.`,
    );
  }

  addImages(images: ReadonlyMap<string, JsonObject>): void {
    for (const [name, image] of images) if (!this.#images.has(name)) this.#images.set(name, image);
  }

  addAnswers(apiCalls: readonly RecordedApiCall[], globalContext: ReadonlyMap<string, JsonValue>): void {
    this.#apiCalls.push(...apiCalls);
    for (const [name, data] of globalContext) if (!this.#globalContext.has(name)) this.#globalContext.set(name, data);
  }

  records(): ClusterRecords {
    const answers = recordedAnswers(this.#apiCalls, this.#globalContext);
    return { values: { ...answers, imageData: (image) => this.#images.get(image) }, notes: this.#notes };
  }
}

/** The files that records name, each below the folder of its record. */
async function readNamedFiles(tests: readonly KyvernoSuite[], files: Files): Promise<SuiteFiles> {
  const paths = tests.flatMap(({ folder, globalContext }) =>
    globalContext.flatMap(({ data }) =>
      data.from === 'files' ? data.files.map((file) => joinPath(folder, file)) : [],
    ),
  );
  const contents = await files.read(paths);
  return {
    read(path) {
      const content = contents.get(path);
      return content?.outcome === 'text' ? content.source.text : undefined;
    },
    list: () => undefined,
  };
}
