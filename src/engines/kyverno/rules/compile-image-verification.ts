import { isArray, isObject, type JsonObject, type JsonValue } from '../../../base/json.ts';
import { textList } from '../match/resource-filter.ts';
import type { ImageVerification, RuleAction } from './rule-action.ts';

/** Compiles the `verifyImages` of a rule. What is left out has the value that the definition of the kind gives it. */
export function compileImageVerification(rule: JsonObject): RuleAction {
  const entries = isArray(rule.verifyImages) ? rule.verifyImages.filter(isObject) : [];
  return {
    kind: 'verify-images',
    verifications: entries.map(compileEntry),
    ...(isObject(rule.imageExtractors) && { extractors: rule.imageExtractors }),
  };
}

/** Semantics: kyverno/kyverno api/kyverno/v1/image_verification_types.go; `Convert` for the fields of older versions. */
function compileEntry(entry: JsonObject): ImageVerification {
  const { image, key, issuer, annotations } = entry;
  const references = [
    ...textList(entry.imageReferences),
    ...(typeof image === 'string' && image !== '' ? [image] : []),
  ];
  return {
    references,
    skipped: textList(entry.skipImageReferences),
    verifiesSignatures:
      isFilled(entry.attestors) || isFilled(entry.attestations) || [key, issuer, annotations].some(isPresent),
    addsDigest: entry.mutateDigest !== false,
    requiresDigest: entry.verifyDigest !== false,
    requiresVerification: entry.required !== false,
  };
}

function isFilled(value: JsonValue | undefined): boolean {
  return isArray(value) && value.length > 0;
}

function isPresent(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
