import { type FieldType, listOf, oneOf, record, text, textMap, texts } from './field-type.ts';

export const labelSelector: FieldType = record({
  matchLabels: textMap,
  matchExpressions: listOf(
    record({ key: text, operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: texts }, ['key', 'operator']),
  ),
});

const resourceDescription: FieldType = record({
  kinds: texts,
  name: text,
  names: texts,
  namespaces: texts,
  annotations: textMap,
  selector: labelSelector,
  namespaceSelector: labelSelector,
  operations: listOf(oneOf('CREATE', 'CONNECT', 'UPDATE', 'DELETE')),
});

const subject = record({ kind: text, apiGroup: text, name: text, namespace: text }, ['kind', 'name']);

const resourceFilter = {
  resources: resourceDescription,
  subjects: listOf(subject),
  roles: texts,
  clusterRoles: texts,
};

const anyAll = { any: listOf(record(resourceFilter)), all: listOf(record(resourceFilter)) };

/** kyverno.io/v1: `any`, `all`, or the deprecated fields of one filter beside them. */
export const matchV1: FieldType = record({ ...anyAll, ...resourceFilter });

/** kyverno.io/v2beta1: `any` and `all` only. */
export const matchV2: FieldType = record(anyAll);
