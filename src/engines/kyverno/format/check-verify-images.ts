import { isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import type { Path } from '../../../base/path.ts';
import type { CheckedPolicy, CheckedRule } from './checked-policy.ts';
import { isFilledList, isSet, partsOf } from './parts-of.ts';
import type { Remarks } from './remarks.ts';
import { requireFields } from './require-fields.ts';
import { requireOne } from './require-one.ts';

/** What Kyverno asks of `verifyImages`. */
export function checkVerifyImages({ rule, path }: CheckedRule, { spec }: CheckedPolicy, remarks: Remarks): void {
  const verifications = partsOf(rule.verifyImages, [...path, 'verifyImages']);
  for (const { part, path: place } of verifications) {
    checkVerification(part, place, remarks);
    checkDigest(part, place, spec, remarks);
  }
  const mutated = verifications.find(({ part }) => part.mutateDigest !== false);
  const extractors = isObject(rule.imageExtractors) ? Object.entries(rule.imageExtractors) : [];
  for (const [kind, list] of mutated ? extractors : []) {
    for (const { part, path: place } of partsOf(list, [...path, 'imageExtractors', kind])) {
      if (!isSet(part.jmesPath)) continue;
      remarks.refuse({
        code: 'policy/invalid-value',
        message: 'an image that a jmesPath makes cannot have its digest written back',
        remedy: 'Set `mutateDigest: false`, or take out `jmesPath`.',
        path: [...place, 'jmesPath'],
        at: 'key',
      });
    }
  }
}

function checkVerification(verification: JsonObject, path: Path, remarks: Remarks): void {
  if (!isFilledList(verification.imageReferences) && !isSet(verification.image)) {
    const message = 'verifyImages does not say which images';
    remarks.refuse({ code: 'policy/missing-field', message, remedy: 'Add `imageReferences`.', path });
  }
  checkAttestorSets(verification.attestors, [...path, 'attestors'], remarks);
  for (const { part, path: place } of partsOf(verification.attestations, [...path, 'attestations'])) {
    checkAttestorSets(part.attestors, [...place, 'attestors'], remarks);
  }
  if (verification.type === 'Notary') refuseKeys(verification.attestors, [...path, 'attestors'], remarks);
}

/** `mutateDigest` is on unless it is turned off, and the action is Audit unless another one is written. */
function checkDigest(
  { mutateDigest, failureAction }: JsonObject,
  path: Path,
  spec: JsonObject,
  remarks: Remarks,
): void {
  const action = String(failureAction ?? spec.validationFailureAction ?? 'Audit').toLowerCase();
  if (action !== 'audit' || mutateDigest === false) return;
  remarks.refuse({
    code: 'policy/invalid-value',
    message: 'mutateDigest, which is on where nothing is said, needs the action Enforce',
    remedy: 'Set `mutateDigest: false`, or `failureAction: Enforce`.',
    path: isSet(mutateDigest) ? [...path, 'mutateDigest'] : path,
  });
}

function checkAttestorSets(sets: JsonValue | undefined, path: Path, remarks: Remarks): void {
  for (const { part, path: place } of partsOf(sets, path)) checkAttestorSet(part, place, remarks);
}

function checkAttestorSet(set: JsonObject, path: Path, remarks: Remarks): void {
  const entries = partsOf(set.entries, [...path, 'entries']);
  requireFields(set, ['entries'], path, remarks);
  if (typeof set.count === 'number' && set.count > entries.length) {
    remarks.refuse({
      code: 'policy/invalid-value',
      message: `${set.count} attestors are asked for, of ${entries.length}`,
      remedy: 'Lower `count`, or add entries.',
      path: [...path, 'count'],
    });
  }
  for (const { part, path: place } of entries) checkAttestor(part, place, remarks);
}

const AUTHORITIES = ['keys', 'certificates', 'keyless', 'attestor'];
const KEY_ALGORITHMS = ['sha224', 'sha256', 'sha384', 'sha512', ''];

function checkAttestor(attestor: JsonObject, path: Path, remarks: Remarks): void {
  requireOne(attestor, AUTHORITIES, { what: 'an attestor', path, remarks });
  const { keys, certificates, keyless, attestor: nested } = attestor;
  if (isObject(keys)) {
    requireAny(keys, ['publicKeys', 'kms', 'secret'], [...path, 'keys'], remarks);
    const algorithm = String(keys.signatureAlgorithm ?? '');
    if (isSet(keys.publicKeys) && !KEY_ALGORITHMS.includes(algorithm)) {
      remarks.refuse({
        code: 'policy/invalid-value',
        message: `"${algorithm}" is no signature algorithm`,
        remedy: `Allowed: ${KEY_ALGORITHMS.filter((name) => name !== '').join(', ')}.`,
        path: [...path, 'keys', 'signatureAlgorithm'],
      });
    }
  }
  if (isObject(certificates)) requireAny(certificates, ['cert', 'certChain'], [...path, 'certificates'], remarks);
  if (isObject(keyless)) {
    const place = [...path, 'keyless'];
    requireAny(keyless, ['rekor', 'roots'], place, remarks);
    if (isObject(keyless.rekor)) requireFields(keyless.rekor, ['url'], [...place, 'rekor'], remarks);
  }
  if (isObject(nested)) checkAttestorSet(nested, [...path, 'attestor'], remarks);
}

function requireAny(object: JsonObject, fields: readonly string[], path: Path, remarks: Remarks): void {
  if (fields.some((field) => isSet(object[field]))) return;
  const message = `${String(path.at(-1))} has none of ${fields.join(', ')}`;
  remarks.refuse({ code: 'policy/missing-field', message, remedy: 'Add one of them.', path });
}

function refuseKeys(sets: JsonValue | undefined, path: Path, remarks: Remarks): void {
  for (const set of partsOf(sets, path)) {
    for (const { part, path: place } of partsOf(set.part.entries, [...set.path, 'entries'])) {
      for (const field of ['keys', 'keyless']) {
        if (!isSet(part[field])) continue;
        remarks.refuse({
          code: 'policy/invalid-value',
          message: `Notary knows no ${field}`,
          remedy: 'Write `certificates`.',
          path: [...place, field],
          at: 'key',
        });
      }
    }
  }
}
