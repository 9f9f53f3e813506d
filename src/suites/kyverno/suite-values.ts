import { isObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { UserInfo } from '../../model/admission-request.ts';
import type { Values } from '../../model/engine.ts';
import type { PolicyValues, ValuesSpec } from './suite.ts';

/** What a suite says in place of a cluster, as the engines ask for it. */
export interface SuiteValues extends Values {
  variables(question: { readonly policy: string; readonly rule?: string; readonly name: string }): JsonObject;
  namespaceLabels(namespace: string): { readonly [key: string]: string } | undefined;
}

const AUTOGEN = /^autogen-(?:cronjob-)?/;

/**
 * The variables of a suite in their order of precedence, each overriding the one before: global values, then the values for the
 * policy and the object's name (kind and namespace make no difference), then the values of the rule, also under the names that autogen
 * gives it, then the first of its foreach values (the CLI never uses another).
 */
export function createSuiteValues(spec: ValuesSpec, userInfo: UserInfo | undefined): SuiteValues {
  const labels = namespaceLabelsOf(spec);
  const policies = Map.groupBy(spec.policies ?? [], ({ name }) => name ?? '');
  return {
    variables({ policy, rule, name }) {
      const entries = policies.get(policy);
      if (entries === undefined) return spec.globalValues ?? NOTHING;
      return { ...spec.globalValues, ...valuesOfResource(entries, name), ...valuesOfRule(entries, rule) };
    },
    namespaceLabels: (namespace) => labels.get(namespace),
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
  const written = rule.replace(AUTOGEN, '');
  const rules = entries.flatMap((entry) => entry.rules ?? []);
  const found = rules.find(({ name }) => name === rule) ?? rules.find(({ name }) => name === written);
  if (found === undefined) return NOTHING;
  const first: { [name: string]: JsonValue } = {};
  for (const [name, items] of Object.entries(found.foreachValues ?? {})) first[name] = items[0] ?? null;
  return { ...found.values, ...first };
}

function namespaceLabelsOf(spec: ValuesSpec): ReadonlyMap<string, { readonly [key: string]: string }> {
  const labels = new Map<string, { readonly [key: string]: string }>();
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
