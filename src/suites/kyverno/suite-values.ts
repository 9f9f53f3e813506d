import { isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { Operation, UserInfo } from '../../model/admission-request.ts';
import type { Values } from '../../model/engine.ts';
import { recordedAnswers } from './recorded-answers.ts';
import type { PolicyValues, RecordedApiCall, ValuesSpec } from './suite.ts';

/** What a suite says in place of a cluster, as the engines ask for it. */
export interface SuiteValues extends Values {
  variables(question: { readonly policy: string; readonly rule?: string; readonly name: string }): JsonObject;
  namespaceLabels(namespace: string): Labels | undefined;
}

export type Labels = { readonly [key: string]: string };

/** Where the values of a suite come from. */
export interface SuiteSays {
  readonly spec: ValuesSpec;
  readonly userInfo: UserInfo | undefined;
  readonly looksUp: boolean;
  /** Of namespaces that the spec says nothing of. */
  readonly clusterLabels: ReadonlyMap<string, Labels>;
  readonly apiCalls: readonly RecordedApiCall[];
  readonly globalContext: ReadonlyMap<string, JsonValue>;
}

/**
 * The variables of a suite in their order of precedence, each overriding the one before: global values, then the values for the
 * policy and the object's name (kind and namespace make no difference), then the operation of a row, then the values of the rule, also under
 * the names that autogen gives it, then the first of its foreach values (the CLI never uses another).
 */
export function createSuiteValues(says: SuiteSays, operation?: Operation): SuiteValues {
  const { spec, userInfo, looksUp, clusterLabels, apiCalls, globalContext } = says;
  const labels = namespaceLabelsOf(spec);
  const policies = Map.groupBy(spec.policies ?? [], ({ name }) => name ?? '');
  const ofRow: JsonObject = operation === undefined ? NOTHING : { 'request.operation': operation };
  const forAll = { ...spec.globalValues, ...ofRow };
  return {
    variables({ policy, rule, name }) {
      const entries = policies.get(policy);
      if (entries === undefined) return forAll;
      return { ...spec.globalValues, ...valuesOfResource(entries, name), ...ofRow, ...valuesOfRule(entries, rule) };
    },
    namespaceLabels: (namespace) => clusterLabels.get(namespace) ?? labels.get(namespace),
    looksUp,
    ...recordedAnswers(apiCalls, globalContext),
    ...(userInfo === undefined ? {} : { userInfo }),
  };
}

const NOTHING: JsonObject = {};

function valuesOfResource(entries: readonly PolicyValues[], name: string): JsonObject {
  const resources = entries.flatMap(({ resources }) => resources ?? []).filter((resource) => resource.name === name);
  return Object.assign({}, ...resources.map(({ values }) => values));
}

function valuesOfRule(entries: readonly PolicyValues[], rule: string | undefined): JsonObject {
  if (rule === undefined) return NOTHING;
  const found = entries
    .flatMap(({ rules }) => rules ?? [])
    .find(({ name }) => rule === name || rule === `autogen-${name}` || rule === `autogen-cronjob-${name}`);
  if (found === undefined) return NOTHING;
  const first: { [name: string]: JsonValue } = {};
  for (const [name, items] of Object.entries(found.foreachValues ?? {})) first[name] = items[0] ?? null;
  return { ...found.values, ...first };
}

/** The labels of namespaces that a suite's values give. */
export function namespaceLabelsOf(spec: ValuesSpec): ReadonlyMap<string, Labels> {
  const labels = new Map<string, Labels>();
  for (const { name, labels: given } of spec.namespaceSelector ?? []) labels.set(name ?? '', given ?? {});
  // A whole object says more than the short form.
  for (const namespace of spec.namespaces ?? []) {
    const metadata = namespace.metadata;
    if (!isObject(metadata) || typeof metadata.name !== 'string') continue;
    const given = isObject(metadata.labels) ? Object.entries(metadata.labels) : [];
    labels.set(metadata.name, Object.fromEntries(given.map(([key, value]) => [key, String(value)])));
  }
  return labels;
}
