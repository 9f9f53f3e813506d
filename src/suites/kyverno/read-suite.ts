import { PolicyError } from '../../errors/tidewaiter-error.ts';
import type { Operation } from '../../model/admission-request.ts';
import type { Source } from '../../text/source.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import type { YamlDocument } from '../../yaml/yaml-stream.ts';
import { type Decoded, decodeDocument, fields, flag, listOf, object, suiteError, text } from '../decode.ts';
import { folderOf } from '../suite-files.ts';
import { API_CALL_FIELDS, GLOBAL_CONTEXT_FIELDS, readApiCalls, readGlobalContext } from './read-recordings.ts';
import { checkOperation, VALUES_FIELDS } from './read-values.ts';
import { requireKind } from './require-kind.ts';
import type { KyvernoSuite, SuiteRow } from './suite.ts';

const RESOURCE_SPEC = fields({
  group: text,
  version: text,
  kind: text,
  namespace: text,
  subresource: text,
  name: text,
});

const ROW_FIELDS = {
  policy: text,
  rule: text,
  result: text,
  kind: text,
  resources: listOf(text),
  resourceSpecs: listOf(RESOURCE_SPEC),
  operation: text,
  patchedResources: text,
  generatedResource: text,
  generatedResources: listOf(text),
  cloneSourceResource: text,
  failOnMissingResources: flag,
  // What kind of policy it is makes no difference to how a row is compared.
  isValidatingPolicy: flag,
  isMutatingPolicy: flag,
  isGeneratingPolicy: flag,
  isDeletingPolicy: flag,
  isImageValidatingPolicy: flag,
  isValidatingAdmissionPolicy: flag,
  isMutatingAdmissionPolicy: flag,
};

const TEST = fields({
  apiVersion: text,
  kind: text,
  metadata: object,
  policies: listOf(text),
  resources: listOf(text),
  targetResources: listOf(text),
  paramResources: listOf(text),
  variables: text,
  values: fields(VALUES_FIELDS),
  userinfo: text,
  exceptions: listOf(text),
  context: text,
  clusterResources: listOf(text),
  apiCallResponses: listOf(fields(API_CALL_FIELDS)),
  globalContextEntries: listOf(fields(GLOBAL_CONTEXT_FIELDS)),
  jsonPayload: text,
  jsonPayloads: listOf(text),
  httpPayloads: listOf(text),
  envoyPayloads: listOf(text),
  results: listOf(fields(ROW_FIELDS)),
});

/**
 * Reads a test file: each of its documents is a suite of its own. Read as Kyverno's CLI does, strictly: an unknown key, a key that
 * stands twice, the schema before cli.kyverno.io/v1alpha1 are errors (PolicyError). Documents of nothing but comments are left out.
 */
export function readSuites(source: Source): readonly (KyvernoSuite | PolicyError)[] {
  return parseYaml(source).documents.flatMap((document): readonly (KyvernoSuite | PolicyError)[] => {
    const [problem] = document.problems;
    if (problem) return [new PolicyError(problem.message, { code: problem.code, span: problem.span })];
    if (document.value === undefined || document.value === null) return [];
    try {
      return [readSuite(document)];
    } catch (error) {
      if (error instanceof PolicyError) return [error];
      throw error;
    }
  });
}

/** Reads one document of a test file. Throws a PolicyError. */
export function readSuite(document: YamlDocument): KyvernoSuite {
  const { file } = document.source;
  requireKind(document, 'Test');
  const test = decodeDocument(document, TEST);
  const payloads = test.jsonPayloads ?? (test.jsonPayload ? [test.jsonPayload] : []);
  const name = test.metadata?.name;
  return {
    document,
    file,
    folder: folderOf(file),
    name: typeof name === 'string' ? name : '',
    policies: unique(test.policies),
    resources: unique(test.resources),
    targetResources: unique(test.targetResources),
    paramResources: unique(test.paramResources),
    exceptions: unique(test.exceptions),
    clusterResources: unique(test.clusterResources),
    jsonPayloads: unique(payloads),
    apiCalls: readApiCalls(test.apiCallResponses ?? [], document),
    globalContext: readGlobalContext(test.globalContextEntries ?? [], document),
    unsupported: UNSUPPORTED.filter((field) => test[field] !== undefined && test[field].length > 0),
    userInfo: test.userinfo,
    variables: test.variables,
    values: test.values && checkOperation(test.values, document, ['values']),
    results: (test.results ?? []).map((row, index) => readRow(row, index, document)),
  };
}

/** Only kinds of policies in CEL read these. */
const UNSUPPORTED = ['context', 'jsonPayload', 'jsonPayloads', 'httpPayloads', 'envoyPayloads'] as const;

function readRow(row: Decoded<typeof ROW_FIELDS>, index: number, document: YamlDocument): SuiteRow {
  const operation = readOperation(row.operation, index, document);
  if (operation !== undefined && row.isDeletingPolicy === true) {
    const message = 'the row has an operation, and is about a deleting policy, which is asked of no request';
    const path = ['results', index, 'operation'];
    throw suiteError(document, path, 'policy/invalid-value', message, 'Leave the operation out.');
  }
  const segments = row.policy?.split('/') ?? [];
  return {
    index,
    policy: segments.at(-1) ?? '',
    policyNamespace: segments.slice(0, -1).join('/'),
    rule: row.rule ?? '',
    resources: row.resources,
    resourceSpecs: row.resourceSpecs ?? [],
    want: row.result ?? '',
    operation,
    patchedResources: row.patchedResources || undefined,
    generatedResource: row.generatedResource || undefined,
    generatedResources: row.generatedResources ?? [],
    cloneSourceResource: row.cloneSourceResource || undefined,
    failOnMissingResources: row.failOnMissingResources ?? false,
  };
}

function readOperation(given: string | undefined, index: number, document: YamlDocument): Operation | undefined {
  if (given === undefined || given === '') return undefined;
  if (given === 'CREATE' || given === 'UPDATE' || given === 'DELETE') return given;
  const message = `the operation is "${given}", which is none of CREATE, UPDATE and DELETE`;
  throw suiteError(document, ['results', index, 'operation'], 'policy/invalid-value', message, 'Write one of them.');
}

function unique(paths: readonly string[] | undefined): readonly string[] {
  return [...new Set(paths ?? [])];
}
