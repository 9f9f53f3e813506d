import { PolicyError, type TidewaiterError } from '../errors/tidewaiter-error.ts';
import { classifyFiles, isKustomization } from '../manifests/classify-files.ts';
import { readWrittenObjects } from '../manifests/written-objects.ts';
import type { Engine, PolicyDocument } from '../model/engine.ts';
import type { FileContent, Files } from '../model/files.ts';
import type { NotJudged } from '../model/manifest.ts';
import { startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import type { Configuration } from './configuration.ts';
import { findLostPolicies, problemOfHead } from './find-lost-policies.ts';
import { nameOfFile } from './other-repository.ts';
import { isInPolicy, isPolicyKind, mayHoldPolicy, whyNotRun } from './policy-kinds.ts';

/** What some files hold for those who look for policies. */
export interface PolicyReading {
  readonly documents: readonly PolicyDocument[];
  readonly problems: readonly TidewaiterError[];
  readonly notLoaded: readonly NotJudged[];
  readonly notes: readonly string[];
}

/** Who reads, and how much of a file. */
export interface PolicyReader {
  readonly engines: readonly Engine[];
  readonly configuration: Pick<Configuration, 'limits'>;
}

/** How a file came to be read: the more directly it was named, the more is expected of it. */
export type Naming = 'named' | 'matched' | 'found';

/** The policy documents of some files, each seen by the engines. */
export async function readPolicyFiles(
  files: Files,
  paths: readonly string[],
  naming: Naming,
  reader: PolicyReader,
): Promise<PolicyReading> {
  return joinReadings(await readEachPolicyFile(files, paths, naming, reader));
}

/** A reading for each path. A text that cannot hold a policy is not parsed. */
export async function readEachPolicyFile(
  files: Files,
  paths: readonly string[],
  naming: Naming,
  reader: PolicyReader,
): Promise<readonly PolicyReading[]> {
  const contents = await files.read(paths);
  const sources = new Map<string, Source>();
  for (const [path, content] of contents) if (content.outcome === 'text') sources.set(path, content.source);
  const reasonNotToRead = naming === 'found' ? await findTemplates(files, sources) : () => undefined;
  return paths.map((path) => {
    const content = contents.get(path);
    if (content?.outcome !== 'text') return unreadable(nameOfFile(files, path), content, naming);
    if (naming !== 'named' && !mayHoldPolicy(content.source.text)) return EMPTY;
    const reason = reasonNotToRead(path);
    if (reason) return { ...EMPTY, notLoaded: [{ file: path, line: 1, ...reason }] };
    return readFile(content.source, naming, reader);
  });
}

const EMPTY: PolicyReading = { documents: [], problems: [], notLoaded: [], notes: [] };

async function findTemplates(files: Files, sources: ReadonlyMap<string, Source>) {
  const paths = (await files.list()).map((entry) => entry.path);
  const kustomizations = [...sources.values()].filter((source) => isKustomization(source.file));
  const classes = classifyFiles(paths, kustomizations);
  return (path: string) => classes.reasonNotToJudge(path);
}

function readFile(source: Source, naming: Naming, { engines, configuration }: PolicyReader): PolicyReading {
  const written = readWrittenObjects(source, configuration.limits);
  const documents: PolicyDocument[] = [];
  const notLoaded: NotJudged[] = [];
  const problems: TidewaiterError[] = written.errors
    .filter((error) => naming !== 'found' || (error.span && isInPolicy(error.span.source.text)))
    .map(brokenDocument);
  for (const object of written.objects) {
    if (engines.some((engine) => engine.recognises(object.object))) documents.push(object);
    else if (isPolicyKind(object.object) && !problemOfHead(object)) notLoaded.push(notRunYet(object, engines));
  }
  problems.push(...findLostPolicies(source, written, configuration.limits));
  if (naming === 'named' && documents.length === 0 && problems.length === 0) {
    const [first] = notLoaded;
    problems.push(
      new PolicyError(first ? `${source.file}: ${first.reason}` : `${source.file} holds no policy`, {
        code: first ? 'policy/unsupported' : 'policy/not-found',
        span: { source, start: 0, end: 0 },
        remedy: first
          ? 'Take it out of `policies` until it is.'
          : 'Name a file that holds one, or take it out of `policies`.',
      }),
    );
  }
  return { documents, problems, notLoaded, notes: [] };
}

function notRunYet(document: PolicyDocument, engines: readonly Engine[]): NotJudged {
  const { apiVersion, kind, metadata } = document.object;
  const { span } = document.locate(['kind']);
  const names = engines.map((engine) => engine.name).join(', ');
  const why = whyNotRun(document.object) ?? `is not run by this version; its engines: ${names}`;
  return {
    file: document.source.file,
    line: startOf(span).line,
    code: 'policy/unsupported',
    reason: `the ${kind} "${String(metadata.name)}" (${apiVersion}) ${why}`,
  };
}

function brokenDocument(error: TidewaiterError): PolicyError {
  return new PolicyError(error.message.replace('holds a manifest', 'holds a policy'), {
    code: error.code,
    span: error.span,
    remedy: 'Mend the YAML: until then this policy judges nothing.',
    cause: error,
  });
}

/** A file that is no text, or that is elsewhere, holds no policy. One that is missing from a partial clone might. */
const HARMLESS: ReadonlySet<string> = new Set(['file/not-text', 'file/symbolic-link', 'file/submodule']);

function unreadable(file: string, content: FileContent | undefined, naming: Naming): PolicyReading {
  // What is not text cannot be a policy; only a file that somebody named has to be one. Nobody looks into a file that is too large.
  const [code, reason] =
    content?.outcome === 'unreadable'
      ? ([content.code, content.reason] as const)
      : (['file/missing', 'it does not exist'] as const);
  if (naming === 'found') {
    if (code === 'file/too-large') return { ...EMPTY, notLoaded: [{ file, line: 1, code, reason }] };
    if (HARMLESS.has(code)) return EMPTY;
  }
  const error = new PolicyError(`the policy file ${file} cannot be read: ${reason}`, {
    code,
    remedy: 'Policies are plain YAML or JSON files of the repository.',
  });
  return { ...EMPTY, problems: [error] };
}

export function joinReadings(readings: readonly PolicyReading[]): PolicyReading {
  return {
    documents: readings.flatMap((reading) => reading.documents),
    problems: readings.flatMap((reading) => reading.problems),
    notLoaded: readings.flatMap((reading) => reading.notLoaded),
    notes: readings.flatMap((reading) => reading.notes),
  };
}
