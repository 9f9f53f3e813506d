import { expect, test } from 'vitest';
import { EXCEPTION } from '../../../../src/engines/kyverno/exceptions/exception-fields.ts';
import { readCrdFields } from '../format/crd-fields.ts';
import { differencesFrom } from '../format/differences-from.ts';

test.each(['v2', 'v2beta1'] as const)(
  "kyverno.io/%s: our table has the fields of Kyverno's definition, with their types and limits",
  (version) => {
    const fields = readCrdFields('exception-fields.tsv', version);
    expect(fields.size).toBe(113);
    expect(differencesFrom(fields, EXCEPTION)).toEqual([]);
  },
);
