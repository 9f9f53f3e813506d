import { isArray, isObject, type JsonObject } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import { parseImage } from '../../../kubernetes/images.ts';
import type { Expressions } from '../variables/expressions.ts';
import { mayHoldVariable } from '../variables/find-variables.ts';
import { checkExpression } from './check-expression.ts';
import type { CheckedPolicy, CheckedRule } from './checked-policy.ts';
import { isSet, partsOf } from './parts-of.ts';
import type { Remarks } from './remarks.ts';
import { requireFields } from './require-fields.ts';
import { requireOne } from './require-one.ts';

interface Setting {
  readonly remarks: Remarks;
  readonly expressions: Expressions;
}

const SOURCES = ['variable', 'configMap', 'apiCall', 'imageRegistry', 'globalReference'];

/** Checks the context entries of a rule, of its loops and of its targets. */
export function checkContexts({ name, rule, path }: CheckedRule, policy: CheckedPolicy, setting: Setting): void {
  const { validate } = rule;
  if (isArray(rule.context) && rule.context.length > 0 && isObject(validate) && isSet(validate.cel)) {
    setting.remarks.refuse({
      code: 'policy/invalid-value',
      message: `rule "${name}" has a context, which CEL cannot see`,
      remedy: 'Take it out, and write `validate.cel.variables`.',
      path: [...path, 'context'],
      at: 'key',
    });
  }
  for (const entry of contextEntriesOf(rule, path)) {
    checkName(entry.part, entry.path, setting.remarks);
    checkSource(entry.part, entry.path, policy, setting);
  }
}

/** Every context entry in a rule, however deep its loops are. */
export function contextEntriesOf(
  holder: JsonObject,
  path: Path,
): readonly { readonly part: JsonObject; readonly path: Path }[] {
  const actions = ['validate', 'mutate', 'generate'].flatMap((action) => {
    const part = holder[action];
    return isObject(part) ? [{ part, path: [...path, action] }] : [];
  });
  const loops = ['foreach', 'targets'].flatMap((list) => partsOf(holder[list], [...path, list]));
  return [
    ...partsOf(holder.context, [...path, 'context']),
    ...[...actions, ...loops].flatMap(({ part, path: place }) => contextEntriesOf(part, place)),
  ];
}

const RESERVED = ['images', 'request', 'serviceAccountName', 'serviceAccountNamespace', 'element', 'elementIndex'];

function checkName({ name }: JsonObject, path: Path, remarks: Remarks): void {
  const reserved = RESERVED.find((word) => name === word || String(name).startsWith(`${word}.`));
  if (name !== '' && reserved === undefined) return;
  remarks.refuse({
    code: 'policy/invalid-value',
    message:
      reserved === undefined ? 'a context entry has to have a name' : `"${reserved}" is a variable of Kyverno's own`,
    remedy: reserved === undefined ? undefined : 'Call the entry something else.',
    path: [...path, 'name'],
  });
}

function checkSource(entry: JsonObject, path: Path, policy: CheckedPolicy, setting: Setting): void {
  const { remarks } = setting;
  requireOne(entry, SOURCES, { what: `context entry "${String(entry.name)}"`, path, remarks });
  const { variable, configMap, apiCall, imageRegistry, globalReference } = entry;
  if (isObject(variable)) checkVariable(variable, [...path, 'variable'], setting);
  if (isObject(configMap)) requireFields(configMap, ['name', 'namespace'], [...path, 'configMap'], remarks);
  if (isObject(apiCall)) checkApiCall(apiCall, [...path, 'apiCall'], setting);
  if (isObject(imageRegistry)) checkImageRegistry(imageRegistry, [...path, 'imageRegistry'], setting);
  if (!isObject(globalReference)) return;
  requireFields(globalReference, ['name'], [...path, 'globalReference'], remarks);
  checkJmesPath(globalReference, [...path, 'globalReference'], setting);
  if (policy.namespace === undefined || policy.target.kyverno.version === '1.18') return;
  remarks.refuse({
    code: 'policy/invalid-value',
    message: 'a Policy may not use globalReference',
    remedy: 'Make it a ClusterPolicy.',
    path: [...path, 'globalReference'],
    at: 'key',
  });
}

/** Its jmesPath is read with the rule's other variables, since it may name them. */
function checkVariable(variable: JsonObject, path: Path, { remarks }: Setting): void {
  if (isSet(variable.jmesPath)) return;
  if (variable.value === undefined || variable.value === null) {
    const message = 'a variable has neither value nor jmesPath';
    remarks.refuse({ code: 'policy/missing-field', message, remedy: 'Add one of them.', path });
  } else if (variable.default !== undefined && variable.default !== null) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: 'a variable has a default, and no jmesPath that could find nothing',
      remedy: 'Add `jmesPath`, or take out `default`.',
      path: [...path, 'default'],
      at: 'key',
    });
  }
}

function checkApiCall(apiCall: JsonObject, path: Path, setting: Setting): void {
  checkJmesPath(apiCall, path, setting);
  if (!isSet(apiCall.urlPath) || !isSet(apiCall.service)) return;
  setting.remarks.refuse({
    code: 'policy/invalid-value',
    message: 'an apiCall asks the API server by urlPath or another service by its url, not both',
    remedy: 'Take one of them out.',
    path: [...path, 'service'],
    at: 'key',
  });
}

function checkImageRegistry(imageRegistry: JsonObject, path: Path, setting: Setting): void {
  checkJmesPath(imageRegistry, path, setting);
  const { reference } = imageRegistry;
  if (typeof reference !== 'string' || mayHoldVariable(reference) || parseImage(reference)) return;
  const message = `"${reference}" is no image`;
  setting.remarks.refuse({ code: 'policy/invalid-value', message, path: [...path, 'reference'] });
}

function checkJmesPath({ jmesPath }: JsonObject, path: Path, setting: Setting): void {
  // What variables will have put together is known only then.
  if (typeof jmesPath !== 'string' || jmesPath === '' || mayHoldVariable(jmesPath)) return;
  checkExpression(jmesPath.trim(), [...path, 'jmesPath'], setting);
}
