import { didYouMean } from '../../../base/did-you-mean.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { wholeVariable } from '../variables/find-variables.ts';
import type { CheckedRule } from './checked-policy.ts';
import { partsOf } from './parts-of.ts';
import type { Remarks } from './remarks.ts';

/** What Kyverno asks of the conditions of a rule itself. Those of loops and targets it leaves alone. */
export function checkConditions({ rule, path }: CheckedRule, remarks: Remarks): void {
  checkLists(rule.preconditions, [...path, 'preconditions'], remarks);
  checkDeny(rule.validate, [...path, 'validate'], remarks);
  for (const { part, path: place } of partsOf(rule.verifyImages, [...path, 'verifyImages'])) {
    checkDeny(part.validate, [...place, 'validate'], remarks);
  }
}

function checkDeny(validate: JsonValue | undefined, path: Path, remarks: Remarks): void {
  const deny = isObject(validate) ? validate.deny : undefined;
  if (isObject(deny)) checkLists(deny.conditions, [...path, 'deny', 'conditions'], remarks);
}

function checkLists(conditions: JsonValue | undefined, path: Path, remarks: Remarks): void {
  const lists = isObject(conditions)
    ? ['any', 'all'].flatMap((list) => partsOf(conditions[list], [...path, list]))
    : partsOf(conditions, path);
  for (const { part, path: place } of lists) checkCondition(part, place, remarks);
}

function checkCondition(condition: JsonObject, path: Path, remarks: Remarks): void {
  for (const field of ['key', 'value']) {
    if (condition[field] !== undefined && condition[field] !== null) continue;
    remarks.refuse({
      code: 'policy/missing-field',
      message: `a condition has no ${field}`,
      remedy: `Add \`${field}\`; where nothing is meant, write "".`,
      path: condition[field] === null ? [...path, field] : path,
    });
  }
  const { key, value } = condition;
  if (typeof key !== 'string' || key.replaceAll(' ', '') !== '{{request.operation}}') return;
  checkOperations(value, [...path, 'value'], remarks);
}

const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'];

function checkOperations(value: JsonValue | undefined, path: Path, remarks: Remarks): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'string' && wholeVariable(value)) return;
  const places = isArray(value)
    ? value.map((item, index) => ({ item, path: [...path, index] }))
    : [{ item: value, path }];
  for (const { item, path: place } of places) {
    if (typeof item === 'string' && OPERATIONS.includes(item)) continue;
    const meant = typeof item === 'string' ? didYouMean(item, OPERATIONS) : undefined;
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `request.operation is never ${JSON.stringify(item)}`,
      remedy: `${meant === undefined ? '' : `Did you mean "${meant}"? `}It is one of ${OPERATIONS.join(', ')}.`,
      path: place,
    });
  }
}
