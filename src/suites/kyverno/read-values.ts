import type { Path } from '../../base/path.ts';
import { PolicyError } from '../../errors/tidewaiter-error.ts';
import type { Source } from '../../text/source.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import type { YamlDocument } from '../../yaml/yaml-stream.ts';
import { anything, decodeDocument, fields, flag, listOf, mapOf, object, suiteError, text } from '../decode.ts';
import { requireKind } from './require-kind.ts';
import type { SuiteUserInfo, ValuesSpec } from './suite.ts';

const API_RESOURCE = fields({
  name: text,
  singularName: text,
  namespaced: flag,
  group: text,
  version: text,
  kind: text,
  verbs: listOf(text),
  shortNames: listOf(text),
  categories: listOf(text),
  storageVersionHash: text,
});

/** The fields of a ValuesSpec, in a file of its own or within a suite. */
export const VALUES_FIELDS = {
  globalValues: object,
  policies: listOf(
    fields({
      name: text,
      resources: listOf(fields({ name: text, values: object })),
      rules: listOf(fields({ name: text, values: object, foreachValues: mapOf(listOf(anything)) })),
    }),
  ),
  namespaceSelector: listOf(fields({ name: text, labels: mapOf(text) })),
  namespaces: listOf(object),
  subresources: listOf(fields({ subresource: API_RESOURCE, parentResource: API_RESOURCE })),
};

const VALUES = fields({ apiVersion: text, kind: text, metadata: object, ...VALUES_FIELDS });

const USER_INFO = fields({
  apiVersion: text,
  kind: text,
  metadata: object,
  roles: listOf(text),
  clusterRoles: listOf(text),
  userInfo: fields({ username: text, uid: text, groups: listOf(text), extra: mapOf(anything) }),
});

/** Reads a Values file: variables, labels of namespaces, subresources. Throws a PolicyError for what the format does not know. */
export function readValues(source: Source): ValuesSpec {
  const document = onlyDocument(source);
  requireKind(document, 'Values');
  return checkOperation(decodeDocument(document, VALUES), document, []);
}

/** Of the global values one is checked, as Kyverno's CLI does: the operation. Of CONNECT it knows, and makes nothing. */
export function checkOperation<Spec extends ValuesSpec>(spec: Spec, document: YamlDocument, path: Path): Spec {
  const operation = spec.globalValues?.['request.operation'];
  if (typeof operation !== 'string' || OPERATIONS.includes(operation)) return spec;
  const message = `request.operation is "${operation}", which is none of ${OPERATIONS.join(', ')}`;
  const place = [...path, 'globalValues', 'request.operation'];
  throw suiteError(document, place, 'policy/invalid-value', message, 'Write one of them.');
}

const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

/** Reads a UserInfo file: who asks. Throws a PolicyError for what the format does not know. */
export function readUserInfo(source: Source): SuiteUserInfo {
  const document = onlyDocument(source);
  requireKind(document, 'UserInfo');
  const { userInfo, roles, clusterRoles } = decodeDocument(document, USER_INFO);
  return {
    username: userInfo?.username ?? '',
    groups: userInfo?.groups ?? [],
    ...(userInfo?.uid === undefined ? {} : { uid: userInfo.uid }),
    ...(userInfo?.extra === undefined ? {} : { extra: userInfo.extra }),
    ...(roles === undefined ? {} : { roles }),
    ...(clusterRoles === undefined ? {} : { clusterRoles }),
  };
}

function onlyDocument(source: Source): YamlDocument {
  const { documents, problems } = parseYaml(source);
  const [problem] = problems;
  if (problem) throw new PolicyError(problem.message, { code: problem.code, span: problem.span });
  const document = documents.find(({ value }) => value !== undefined);
  if (document) return document;
  const span = { source, start: 0, end: source.text.length };
  throw new PolicyError('the file is empty', {
    code: 'policy/missing-field',
    span,
    remedy: 'Write it, or leave its name out.',
  });
}
