import fc from 'fast-check';
import type { JsonValue } from '../../src/base/json.ts';

/** Small JSON values with keys and items that repeat, so that edits overlap, and with keys that a careless copy would lose. */
export function jsonValues(): fc.Arbitrary<JsonValue> {
  const key = fc.constantFrom('a', 'b', 'c', 'name', '__proto__', 'constructor', '0', 'a/b', 'm~n', '');
  const leaf: fc.Arbitrary<JsonValue> = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -2, max: 3 }),
    fc.constantFrom('', 'x', 'y', 'ü😀'),
  );
  const tree: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 6 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).value;
  return tree;
}
