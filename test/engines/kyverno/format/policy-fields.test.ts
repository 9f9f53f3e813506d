import { expect, test } from 'vitest';
import { POLICY_V1, POLICY_V2 } from '../../../../src/engines/kyverno/format/policy-fields.ts';
import { readCrdFields } from './crd-fields.ts';
import { differencesFrom } from './differences-from.ts';

test.each([
  ['v1', POLICY_V1, 911],
  ['v2beta1', POLICY_V2, 844],
] as const)(
  "kyverno.io/%s: our tables have the fields of Kyverno's definition, with their types and limits",
  (version, policy, count) => {
    const fields = readCrdFields('fields.tsv', version);
    expect(fields.size).toBe(count);
    expect(differencesFrom(fields, policy)).toEqual([]);
  },
);
