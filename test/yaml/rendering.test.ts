import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.ts';
import { editYaml } from '../../src/yaml/edit-yaml.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

const word = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...'ab:-?#&*!|>\'"%@`{}[], \n\t~<=.0_exyn'.split('')), maxLength: 8 }),
);
const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    word,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

// A law: whatever is put into a document is what is read out of it, in every layout.
describe('any value', () => {
  it.each([
    ['behind a key', 'a: 1\nb: 2 # kept\n', ['a']],
    ['in the place of a block', 'a:\n  x: 1\n  z:\n  - 2\nb: 2\n', ['a']],
    ['behind a dash', 'a:\n- x # kept\n- z\n', ['a', 0]],
    ['in brackets', 'a: {x: 1, z: [2, 3]}\n', ['a', 'z', 1]],
    ['in JSON', '{\n  "a": [\n    1,\n    2\n  ]\n}\n', ['a', 1]],
    ['in the place of block text', 'a: |+\n  x\n\n\nb: 1\n', ['a']],
    ['at the end of a file without a final line break', 'b: 1\na: 2', ['a']],
  ])('%s', (_, text, path) => {
    fc.assert(
      fc.property(value, (wanted) => {
        const result = editYaml({ file: 'f', revision: 'head', text }, 0, [{ op: 'replace', path, value: wanted }]);
        // A comment inside of what a block replaces would be lost; nothing else is a reason to refuse.
        expect(result.outcome).toBe('edited');
        if (result.outcome !== 'edited') return;
        const [document] = parseYaml({ file: 'f', revision: 'head', text: result.text }).documents;
        const found = path.reduce<unknown>(
          (at, step) => (at as Record<string | number, unknown>)[step],
          document?.value,
        );
        expect(normal(found)).toBe(normal(wanted));
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});

/** JSON knows no negative zero, and no order of keys. */
function normal(of: unknown): string {
  return JSON.stringify(of, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1))
      : inner,
  );
}
