import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { CheckedRule } from './checked-policy.ts';
import { isFilledList, isSet, partsOf } from './parts-of.ts';
import { POD_SECURITY_CONTROLS, RESTRICTED_CONTROLS } from './pod-security-controls.ts';
import type { Remarks } from './remarks.ts';
import { requireFields } from './require-fields.ts';
import { refuseSeveral, requireOne } from './require-one.ts';

const VALIDATIONS = ['pattern', 'anyPattern', 'deny', 'foreach', 'podSecurity', 'cel', 'manifests', 'assert'];
const LOOP_VALIDATIONS = ['pattern', 'anyPattern', 'deny', 'foreach'];

/** What Kyverno asks of `validate`, but for its patterns and conditions. */
export function checkValidate({ rule, path }: CheckedRule, remarks: Remarks): void {
  const { validate } = rule;
  if (!isObject(validate)) return;
  const place = [...path, 'validate'];
  requireOne(validate, VALIDATIONS, { what: 'validate', path: place, remarks });
  checkLoops(validate, place, remarks);
  const { podSecurity, cel, manifests } = validate;
  if (isObject(podSecurity)) checkPodSecurity(podSecurity, [...place, 'podSecurity'], remarks);
  if (isObject(cel)) checkCel(cel, [...place, 'cel'], remarks);
  if (isObject(manifests)) requireFields(manifests, ['attestors'], [...place, 'manifests'], remarks);
}

function checkLoops({ foreach }: JsonObject, path: Path, remarks: Remarks): void {
  for (const { part, path: place } of partsOf(foreach, [...path, 'foreach'])) {
    requireFields(part, ['list'], place, remarks);
    requireOne(part, LOOP_VALIDATIONS, { what: 'a loop of validate', path: place, remarks });
    checkLoops(part, place, remarks);
  }
}

function checkPodSecurity({ level, exclude }: JsonObject, path: Path, remarks: Remarks): void {
  for (const exclusion of partsOf(exclude, [...path, 'exclude'])) checkExclusion(exclusion, level, remarks);
}

/** What Kyverno asks of a control of Pod Security that a rule excludes, or an exception. */
export function checkExclusion(
  { part, path: place }: { readonly part: JsonObject; readonly path: Path },
  level: JsonValue | undefined,
  remarks: Remarks,
): void {
  const name = String(part.controlName);
  const scope = Object.hasOwn(POD_SECURITY_CONTROLS, name) ? POD_SECURITY_CONTROLS[name] : undefined;
  const hasImages = isFilledList(part.images);
  const refuse = (message: string, remedy: string, field: string) =>
    remarks.refuse({ code: 'policy/invalid-value', message, remedy, path: [...place, field] });
  if (scope === 'containers' && !hasImages) {
    refuse(
      `"${name}" is about containers, and no images say which`,
      'Add `images`; "*" is all of them.',
      'controlName',
    );
  }
  if (scope === 'pod' && hasImages) refuse(`"${name}" is about the Pod itself`, 'Take out `images`.', 'images');
  if (isSet(part.restrictedField) && !isFilledList(part.values)) {
    refuse('restrictedField needs values', 'Add `values`: those that are excused.', 'restrictedField');
  }
  if (!isSet(part.restrictedField) && isFilledList(part.values)) {
    refuse('values needs restrictedField', 'Add `restrictedField`: what may have the values.', 'values');
  }
  if (level === 'baseline' && RESTRICTED_CONTROLS.includes(name)) {
    refuse(
      `"${name}" is no control of the level baseline`,
      'Take it out, or write `level: restricted`.',
      'controlName',
    );
  }
}

function checkCel(cel: JsonObject, path: Path, remarks: Remarks): void {
  const { paramKind, paramRef } = cel;
  for (const [field, other] of [
    ['paramKind', 'paramRef'],
    ['paramRef', 'paramKind'],
  ] as const) {
    if (!isObject(cel[field]) || isObject(cel[other])) continue;
    const message = `cel has ${field} without ${other}`;
    remarks.refuse({ code: 'policy/missing-field', message, remedy: `Add \`${other}\`.`, path: [...path, field] });
  }
  if (isObject(paramKind)) requireFields(paramKind, ['apiVersion', 'kind'], [...path, 'paramKind'], remarks);
  if (isObject(paramRef)) {
    const place = [...path, 'paramRef'];
    if (!isSet(paramRef.name) && !isSet(paramRef.selector)) requireFields(paramRef, ['name'], place, remarks);
    refuseSeveral(paramRef, ['name', 'selector'], { what: 'paramRef', path: place, remarks });
    requireFields(paramRef, ['parameterNotFoundAction'], place, remarks);
  }
}
