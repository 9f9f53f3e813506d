import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { PolicyError } from '../../../errors/tidewaiter-error.ts';
import type { PolicyDocument } from '../../../model/engine.ts';
import type { InstallationReading, UserExclusions, UserNames } from './installation.ts';
import { parseResourceFilters } from './resource-filters.ts';

/**
 * Reads Kyverno's ConfigMap. What it leaves out is set to nothing: the chart writes all that it has into it.
 * Semantics: kyverno/kyverno pkg/config/config.go, `load`.
 */
export function readConfigMap(document: PolicyDocument): InstallationReading {
  const data = isObject(document.object.data) ? document.object.data : {};
  const webhooks = parseJson(data.webhooks);
  const conditions = parseJson(data.matchConditions);
  const warnings: PolicyError[] = [];
  const warn = (key: string, code: 'policy/invalid-value' | 'policy/unsupported', message: string, remedy: string) => {
    const { span, keySpan } = document.locate(['data', key]);
    warnings.push(new PolicyError(`ConfigMap "kyverno": ${message}`, { code, span: keySpan ?? span, remedy }));
  };
  if (webhooks !== undefined && !isObject(webhooks)) {
    const message = '`webhooks` is no mapping written as JSON, and Kyverno leaves it out';
    warn('webhooks', 'policy/invalid-value', message, 'Write `{"namespaceSelector": …}`.');
  }
  if (isArray(conditions) && conditions.length > 0) {
    const message =
      '`matchConditions` are CEL, which this version does not judge: what they keep from Kyverno is judged';
    warn('matchConditions', 'policy/unsupported', message, 'Filters and selectors are acted upon.');
  }
  const selectors = isObject(webhooks) ? webhooks : {};
  return {
    installation: {
      filters: parseResourceFilters(textOf(data.resourceFilters)),
      users: userExclusions(data),
      namespaceSelector: isObject(selectors.namespaceSelector) ? selectors.namespaceSelector : undefined,
      objectSelector: isObject(selectors.objectSelector) ? selectors.objectSelector : undefined,
    },
    warnings,
  };
}

/** The value of a key that holds JSON; undefined where there is no such key, null where it cannot be read. */
function parseJson(text: JsonValue | undefined): JsonValue | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function userExclusions(data: JsonObject): UserExclusions {
  return {
    excluded: userNames(data, (name) => (name.startsWith('!') ? '' : name)),
    included: userNames(data, (name) => (name.startsWith('!') ? name.slice(1).trim() : '')),
  };
}

function userNames(data: JsonObject, choose: (name: string) => string): UserNames {
  const names = (key: string) =>
    textOf(data[key])
      .split(',')
      .map((name) => choose(name.trim()))
      .filter((name) => name !== '');
  return {
    usernames: names('excludeUsernames'),
    groups: names('excludeGroups'),
    roles: names('excludeRoles'),
    clusterRoles: names('excludeClusterRoles'),
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
