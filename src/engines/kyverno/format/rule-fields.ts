import { anyAllConditions, anyAllConditionsV2, conditions } from './condition-fields.ts';
import { context } from './context-fields.ts';
import { type Fields, type FieldType, flag, free, listOf, oneOf, record, text, textMap, texts } from './field-type.ts';
import { imageExtractors, manifests, verifyImagesV1, verifyImagesV2 } from './image-fields.ts';
import { labelSelector, matchV1, matchV2 } from './match-fields.ts';
import { POD_SECURITY_CONTROLS } from './pod-security-controls.ts';

export const failureActionOverrides: FieldType = listOf(
  record({
    action: oneOf('Audit', 'Enforce', 'audit', 'enforce'),
    namespaces: texts,
    namespaceSelector: labelSelector,
  }),
);

/** Controls of Pod Security that are not asked for, or only for some images and values. */
export const podSecurityExclusions: FieldType = listOf(
  record(
    {
      controlName: oneOf(...Object.keys(POD_SECURITY_CONTROLS)),
      images: texts,
      restrictedField: text,
      values: texts,
    },
    ['controlName'],
  ),
);

const podSecurity = record({
  level: oneOf('privileged', 'baseline', 'restricted'),
  version: oneOf(...Array.from({ length: 14 }, (_, index) => `v1.${19 + index}`), 'latest'),
  exclude: podSecurityExclusions,
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

const validationLoops: FieldType = listOf(
  record({
    list: text,
    elementScope: flag,
    context,
    preconditions: anyAllConditions,
    pattern: free,
    anyPattern: listOf(free),
    deny: record({ conditions }),
    get foreach() {
      return validationLoops;
    },
  }),
);

const validate: Fields = {
  message: text,
  failureAction: oneOf('Audit', 'Enforce'),
  failureActionOverrides,
  pattern: free,
  anyPattern: listOf(free),
  deny: record({ conditions }),
  foreach: validationLoops,
  podSecurity,
  cel,
  manifests,
  assert: free,
};

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

const mutationLoops: FieldType = listOf(
  record({
    list: text,
    order: oneOf('Ascending', 'Descending'),
    context,
    preconditions: anyAllConditions,
    patchStrategicMerge: free,
    patchesJson6902: text,
    get foreach() {
      return mutationLoops;
    },
  }),
);

const mutate = record({
  targets: listOf(mutationTarget),
  mutateExistingOnPolicyUpdate: flag,
  patchStrategicMerge: free,
  patchesJson6902: text,
  foreach: mutationLoops,
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

const rule: Fields = {
  name: { kind: 'text', maxLength: 63 },
  context,
  imageExtractors,
  celPreconditions: listOf(record({ name: text, expression: text }, ['name', 'expression'])),
  mutate,
  generate,
  skipBackgroundRequests: flag,
  reportProperties: textMap,
};

export const ruleV1: FieldType = record(
  {
    ...rule,
    match: matchV1,
    exclude: matchV1,
    preconditions: conditions,
    validate: record({ ...validate, allowExistingViolations: flag }),
    verifyImages: verifyImagesV1,
  },
  ['name', 'match'],
);

export const ruleV2: FieldType = record(
  {
    ...rule,
    match: matchV2,
    exclude: matchV2,
    preconditions: anyAllConditionsV2,
    validate: record({ ...validate, deny: record({ conditions: anyAllConditionsV2 }) }),
    verifyImages: verifyImagesV2,
  },
  ['name', 'match'],
);
