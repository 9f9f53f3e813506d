import { anyAllConditionsV2 } from '../format/condition-fields.ts';
import { type FieldType, flag, free, listOf, record, text, texts } from '../format/field-type.ts';
import { matchV2 } from '../format/match-fields.ts';
import { metadata } from '../format/policy-fields.ts';
import { podSecurityExclusions } from '../format/rule-fields.ts';

const spec = {
  exceptions: listOf(record({ policyName: text, ruleNames: texts }, ['policyName', 'ruleNames'])),
  match: matchV2,
  conditions: anyAllConditionsV2,
  podSecurity: podSecurityExclusions,
  background: flag,
};

function exception(fields: typeof spec & { readonly expiresAt?: FieldType }): FieldType {
  return record(
    { apiVersion: text, kind: text, metadata, spec: record(fields, ['exceptions', 'match']), status: free },
    ['metadata', 'spec'],
  );
}

/** PolicyException of kyverno.io/v2 and v2beta1, which say the same. Source: the definitions that Kyverno 1.18 and 1.19 install. */
export const EXCEPTION: FieldType = exception(spec);
/** The same with `expiresAt`, from 1.20 on. */
export const EXPIRING_EXCEPTION: FieldType = exception({ ...spec, expiresAt: text });
