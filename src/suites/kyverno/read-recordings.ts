import { posix } from 'node:path';
import { isObject } from '../../base/json.ts';
import type { Path } from '../../base/path.ts';
import type { PolicyError } from '../../errors/tidewaiter-error.ts';
import type { YamlDocument } from '../../yaml/yaml-stream.ts';
import { anything, type Decoded, fields, listOf, number, object, suiteError, text } from '../decode.ts';
import type { RecordedApiCall, RecordedGlobalContext } from './suite.ts';

/** The fields of an entry of `apiCallResponses`. */
export const API_CALL_FIELDS = {
  url: text,
  urlPath: text,
  method: text,
  response: fields({ statusCode: number, body: anything }),
};

/** The fields of an entry of `globalContextEntries`. */
export const GLOBAL_CONTEXT_FIELDS = {
  name: text,
  data: anything,
  resources: listOf(object),
  resourceFiles: listOf(text),
  fieldPath: text,
  projections: listOf(fields({ name: text, path: text })),
};

/**
 * What a suite recorded of calls, checked as Kyverno's CLI checks it. Throws a PolicyError.
 * Semantics: kyverno/kyverno cmd/cli/kubectl-kyverno/apis/v1alpha1/test.go, `ValidateAPICallResponses`.
 */
export function readApiCalls(
  entries: readonly Decoded<typeof API_CALL_FIELDS>[],
  document: YamlDocument,
): readonly RecordedApiCall[] {
  const calls = entries.map((entry, index) => readApiCall(entry, placeIn(document, ['apiCallResponses', index])));
  const seen = new Set<string>();
  calls.forEach(({ method, url }, index) => {
    const key = `${method ?? ''} ${url}`;
    if (seen.has(key)) throw placeIn(document, ['apiCallResponses', index]).invalid(`${url} is answered twice`);
    seen.add(key);
  });
  return calls;
}

function readApiCall(entry: Decoded<typeof API_CALL_FIELDS>, place: Place): RecordedApiCall {
  const [url, urlPath] = [entry.url?.trim() ?? '', entry.urlPath?.trim() ?? ''];
  if ((url === '') === (urlPath === '')) throw place.invalid('an answer is to one of url and urlPath');
  if (url !== '' && !isWebAddress(url)) throw place.invalid(`${url} is no absolute http or https URL`, 'url');
  if (urlPath !== '' && !urlPath.startsWith('/')) throw place.invalid(`${urlPath} does not begin with a /`, 'urlPath');
  const method = entry.method?.trim().toUpperCase() || undefined;
  if (method !== undefined && method !== 'GET' && method !== 'POST') {
    throw place.invalid(`the method is "${entry.method}", which is none of GET and POST`, 'method');
  }
  const { statusCode = 0, body } = entry.response ?? {};
  if (!isObject(body)) throw place.invalid('an answer has a response.body, which is a map', 'response');
  if (statusCode !== 0 && (statusCode < 100 || statusCode > 599)) {
    throw place.invalid(`the status ${statusCode} is not from 100 to 599`, 'response');
  }
  return { method, url: url || urlPath, statusCode: statusCode || 200, body };
}

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '';
}

/**
 * What a suite recorded of GlobalContextEntries, checked as Kyverno's CLI checks it. Throws a PolicyError.
 * Semantics: the same file, `ValidateGlobalContextEntries`.
 */
export function readGlobalContext(
  entries: readonly Decoded<typeof GLOBAL_CONTEXT_FIELDS>[],
  document: YamlDocument,
): readonly RecordedGlobalContext[] {
  const seen = new Set<string>();
  return entries.map((entry, index) => {
    const place = placeIn(document, ['globalContextEntries', index]);
    const name = entry.name?.trim() ?? '';
    if (name === '') throw place.invalid('an entry has a name');
    if (seen.has(name)) throw place.invalid(`there are two entries ${name}`, 'name');
    seen.add(name);
    const projections = (entry.projections ?? []).map(({ name: of = '', path = '' }) => ({ name: of, path }));
    if (projections.some((each) => each.name.trim() === '' || each.path.trim() === '')) {
      throw place.invalid('a projection has a name and a path', 'projections');
    }
    return { name, data: readData(entry, place), fieldPath: entry.fieldPath || undefined, projections };
  });
}

function readData(
  { data, resources, resourceFiles }: Decoded<typeof GLOBAL_CONTEXT_FIELDS>,
  place: Place,
): RecordedGlobalContext['data'] {
  const given = [data, resources, resourceFiles].filter((each) => each !== undefined);
  if (given.length !== 1) throw place.invalid('an entry has one of data, resources and resourceFiles');
  if (data !== undefined && !isObject(data)) throw place.invalid('data is a map', 'data');
  if (resourceFiles === undefined) return { from: 'value', value: data ?? resources ?? [] };
  for (const file of resourceFiles) {
    const path = posix.normalize(file.trim());
    if (path === '.' || path.startsWith('/') || path.startsWith('..')) {
      throw place.invalid(`${file} is no file below the folder of the test`, 'resourceFiles');
    }
  }
  return { from: 'files', files: resourceFiles };
}

interface Place {
  invalid(message: string, field?: string): PolicyError;
}

function placeIn(document: YamlDocument, path: Path): Place {
  return {
    invalid(message, field) {
      const at = field === undefined ? path : [...path, field];
      return suiteError(document, at, 'policy/invalid-value', message, 'Kyverno’s CLI refuses the whole file for it.');
    },
  };
}
