import { anyAllConditions, conditions } from './condition-fields.ts';
import { context } from './context-fields.ts';
import { type Fields, type FieldType, flag, free, listOf, oneOf, record, text, textMap, texts } from './field-type.ts';
import { imageExtractors, manifests, verifyImages } from './image-fields.ts';
import { labelSelector, matchV1, matchV2 } from './match-fields.ts';

const failureAction = oneOf('Audit', 'Enforce', 'audit', 'enforce');

export const failureActionOverrides: FieldType = listOf(
  record({ action: failureAction, namespaces: texts, namespaceSelector: labelSelector }),
);

const podSecurity = record({
  level: oneOf('privileged', 'baseline', 'restricted'),
  version: text,
  exclude: listOf(record({ controlName: text, images: texts, restrictedField: text, values: texts }, ['controlName'])),
});

const celExpression = { expression: text, message: text, messageExpression: text, reason: text };

const cel = record({
  generate: flag,
  expressions: listOf(record(celExpression, ['expression'])),
  paramKind: record({ apiVersion: text, kind: text }),
  paramRef: record({
    name: text,
    namespace: text,
    selector: labelSelector,
    parameterNotFoundAction: oneOf('Allow', 'Deny'),
  }),
  auditAnnotations: listOf(record({ key: text, valueExpression: text }, ['key', 'valueExpression'])),
  variables: listOf(record({ name: text, expression: text }, ['name', 'expression'])),
});

function validate(deny: FieldType): FieldType {
  return record({
    message: text,
    failureAction,
    failureActionOverrides,
    allowExistingViolations: flag,
    pattern: free,
    anyPattern: listOf(free),
    deny,
    foreach: listOf(
      record({
        list: text,
        elementScope: flag,
        context,
        preconditions: anyAllConditions,
        pattern: free,
        anyPattern: listOf(free),
        deny,
        // A loop inside a loop: the CRD leaves it open.
        foreach: free,
      }),
    ),
    podSecurity,
    cel,
    manifests,
    assert: free,
  });
}

const mutationTarget = record({
  apiVersion: text,
  kind: text,
  name: text,
  namespace: text,
  uid: text,
  selector: labelSelector,
  context,
  preconditions: conditions,
});

const mutate = record({
  targets: listOf(mutationTarget),
  mutateExistingOnPolicyUpdate: flag,
  patchStrategicMerge: free,
  patchesJson6902: text,
  foreach: listOf(
    record({
      list: text,
      order: oneOf('Ascending', 'Descending'),
      context,
      preconditions: anyAllConditions,
      patchStrategicMerge: free,
      patchesJson6902: text,
      foreach: free,
    }),
  ),
});

const generatedResource: Fields = {
  apiVersion: text,
  kind: text,
  name: text,
  namespace: text,
  uid: text,
  data: free,
  clone: record({ name: text, namespace: text }),
  cloneList: record({ namespace: text, kinds: texts, selector: labelSelector }),
};

const generate = record({
  ...generatedResource,
  generateExisting: flag,
  synchronize: flag,
  orphanDownstreamOnPolicyDelete: flag,
  foreach: listOf(record({ list: text, context, preconditions: anyAllConditions, ...generatedResource })),
});

function rule(match: FieldType, preconditions: FieldType, deny: FieldType): FieldType {
  return record(
    {
      name: { kind: 'text', maxLength: 63 },
      context,
      match,
      exclude: match,
      imageExtractors,
      preconditions,
      celPreconditions: listOf(record({ name: text, expression: text }, ['name', 'expression'])),
      mutate,
      validate: validate(deny),
      generate,
      verifyImages,
      skipBackgroundRequests: flag,
      reportProperties: textMap,
    },
    ['name', 'match'],
  );
}

export const ruleV1: FieldType = rule(matchV1, conditions, record({ conditions }));
export const ruleV2: FieldType = rule(matchV2, anyAllConditions, record({ conditions: anyAllConditions }));
