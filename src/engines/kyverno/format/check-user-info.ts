import { isArray, isObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { findVariables, mayHoldVariable } from '../variables/find-variables.ts';
import { filtersOf } from './check-match.ts';
import type { CheckedPolicy } from './checked-policy.ts';
import { isFilledList } from './parts-of.ts';
import type { Remarks } from './remarks.ts';

/** A background scan has no user: a policy that asks who makes the request has to do without it. */
export function checkUserInfo(policy: CheckedPolicy, remarks: Remarks): void {
  if (!policy.background) return;
  for (const { rule, path } of policy.rules) {
    for (const block of ['match', 'exclude']) {
      for (const filter of filtersOf(rule[block], [...path, block])) {
        const field = ['roles', 'clusterRoles', 'subjects'].find((name) => isFilledList(filter.part[name]));
        if (field !== undefined) refuse(field, [...filter.path, field], { at: 'key' }, remarks);
      }
    }
  }
  const mutatesExisting = policy.rules.some(({ rule }) => isObject(rule.mutate) && isFilledList(rule.mutate.targets));
  // Hardly any policy does: what has none of these words need not be walked.
  if (!mutatesExisting && WORDS.test(JSON.stringify(policy.spec)))
    refuseUserVariables(policy.object.spec, ['spec'], remarks);
}

function refuse(
  what: string,
  path: Path,
  place: { readonly at: 'key' | { readonly text: string } },
  remarks: Remarks,
): void {
  remarks.refuse({
    code: 'policy/invalid-value',
    message: `${what} asks who makes the request, and a background scan has no request`,
    remedy: 'Set `spec.background: false`.',
    path,
    ...place,
  });
}

const WORDS = /serviceAccountName|request\.(?:userInfo|roles|clusterRoles)/;
const USER = /(?:^|[^.])\b(serviceAccountName|serviceAccountNamespace|request\.(?:userInfo|roles|clusterRoles))\b/;

function refuseUserVariables(value: JsonValue | undefined, path: Path, remarks: Remarks): void {
  if (typeof value === 'string') {
    if (!mayHoldVariable(value)) return;
    for (const { expression } of findVariables(value)) {
      const [, variable] = USER.exec(expression) ?? [];
      if (variable !== undefined) refuse(`"${variable}"`, path, { at: { text: variable } }, remarks);
    }
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) refuseUserVariables(item, [...path, index], remarks);
  } else if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) refuseUserVariables(child, [...path, key], remarks);
  }
}
