import { isArray, isObject, type JsonObject } from '../../../base/json.ts';

export interface UnsupportedPart {
  readonly phase: 'validate' | 'mutate';
  readonly needs: string;
}

/** What in a rule this version does not judge, in words that name it; undefined for a rule that it judges whole. */
export function unsupportedPart(rule: JsonObject, spec: JsonObject): UnsupportedPart | undefined {
  const { validate, mutate, generate, verifyImages } = rule;
  const phase = isObject(mutate) ? 'mutate' : 'validate';
  const webhook = isObject(spec.webhookConfiguration) ? spec.webhookConfiguration : {};
  if (isArray(webhook.matchConditions) && webhook.matchConditions.length > 0) {
    return { phase, needs: `${NOT_YET} webhookConfiguration.matchConditions, which are CEL` };
  }
  if (isArray(rule.celPreconditions) && rule.celPreconditions.length > 0) {
    return { phase, needs: `${NOT_YET} celPreconditions` };
  }
  if (isObject(validate)) {
    const part = ['podSecurity', 'cel', 'manifests'].find((field) => validate[field] !== undefined);
    const judged = ['deny', 'pattern', 'anyPattern', 'foreach', 'assert'].some(
      (field) => validate[field] !== undefined,
    );
    return part === undefined || judged ? undefined : { phase, needs: `${NOT_YET} validate.${part}` };
  }
  if (isObject(mutate) || isArray(verifyImages) || isObject(generate)) return undefined;
  return { phase, needs: `${NOT_YET} a rule without validate, mutate, generate or verifyImages` };
}

const NOT_YET = 'a version of Tidewaiter that judges';
