import { type Fields, type FieldType, flag, free, listOf, oneOf, record, text, textMap } from './field-type.ts';
import { failureActionOverrides, ruleV1, ruleV2 } from './rule-fields.ts';

const matchConditions = listOf(record({ name: text, expression: text }, ['name', 'expression']));

function policy(rule: FieldType): FieldType {
  return record(
    {
      apiVersion: text,
      kind: text,
      metadata,
      spec: record(
        {
          rules: listOf(rule),
          applyRules: oneOf('All', 'One'),
          failurePolicy: oneOf('Ignore', 'Fail'),
          validationFailureAction: oneOf('Audit', 'Enforce', 'audit', 'enforce'),
          validationFailureActionOverrides: failureActionOverrides,
          emitWarning: flag,
          admission: flag,
          background: flag,
          schemaValidation: flag,
          webhookTimeoutSeconds: { kind: 'whole', minimum: 1, maximum: 30 },
          mutateExistingOnPolicyUpdate: flag,
          generateExistingOnPolicyUpdate: flag,
          generateExisting: flag,
          useServerSideApply: flag,
          webhookConfiguration: record({
            failurePolicy: oneOf('Ignore', 'Fail'),
            timeoutSeconds: { kind: 'whole', minimum: 1, maximum: 30 },
            matchConditions,
          }),
        },
        ['rules'],
      ),
      status: free,
    },
    ['metadata', 'spec'],
  );
}

/** What an API server fills in or takes without Kyverno's doing. */
const OBJECT_META: Fields = {
  generateName: text,
  namespace: text,
  uid: free,
  resourceVersion: free,
  generation: free,
  creationTimestamp: free,
  deletionTimestamp: free,
  deletionGracePeriodSeconds: free,
  finalizers: free,
  ownerReferences: free,
  managedFields: free,
  selfLink: free,
};

/** Of a policy or an exception. */
export const metadata: FieldType = record({ ...OBJECT_META, name: text, labels: textMap, annotations: textMap }, [
  'name',
]);

/** ClusterPolicy and Policy of kyverno.io/v1. Source: the definitions that Kyverno 1.19 installs; 1.18 has the same. */
export const POLICY_V1: FieldType = policy(ruleV1);
/** The same of kyverno.io/v2beta1, which dropped the deprecated forms. */
export const POLICY_V2: FieldType = policy(ruleV2);
