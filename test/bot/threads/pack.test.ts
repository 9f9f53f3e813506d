import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../bot/threads/pack.ts';
import { EngineError, PolicyError, TidewaiterError } from '../../../src/errors/tidewaiter-error.ts';

/** As it comes out on the other side. */
function carried<Value>(value: Value): Value {
  return unpack(structuredClone(pack(value)));
}

const LONG = 'a line of a manifest\n'.repeat(50);

describe('what goes to another thread arrives as it was', () => {
  it('any data, long texts and awkward keys among it', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(LONG), fc.constant('__proto__'));
    const leaf = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined));
    const { data } = fc.letrec((tie) => ({
      data: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('data')),
        fc.dictionary(text, tie('data'), { noNullPrototype: true }),
        fc.array(fc.tuple(text, tie('data'))).map((entries) => new Map(entries)),
      ),
    }));
    fc.assert(
      fc.property(data, (value) => {
        expect(carried(value)).toStrictEqual(value);
      }),
    );
  });

  it('an error with its class, its words, its place and its remedy', () => {
    const span = { source: { file: 'p.yaml', revision: 'base', text: LONG }, start: 3, end: 9 } as const;
    const error = new PolicyError('no such rule', { code: 'policy/not-found', span, remedy: 'It has: a.' });
    const arrived = carried({ problems: [error] }).problems[0];
    expect(arrived).toBeInstanceOf(PolicyError);
    expect(arrived).toBeInstanceOf(TidewaiterError);
    expect({ ...arrived }).toEqual({ name: 'PolicyError', code: 'policy/not-found', span, remedy: 'It has: a.' });
    expect([arrived?.message, arrived?.stack]).toEqual(['no such rule', error.stack]);
  });

  it('the words of a defect', () => {
    expect(carried({ error: new TypeError('x is not a function') }).error).toMatchObject({
      message: 'x is not a function',
    });
  });

  it('one object as one object', () => {
    const source = { file: 'a.yaml', text: LONG };
    const [first, second] = carried([{ source }, { source }]);
    expect(first?.source).toBe(second?.source);
  });
});

it('a text is carried once, however many files have it', () => {
  const text = 'x'.repeat(100_000);
  const files = new Map(Array.from({ length: 1000 }, (_, index) => [`${index}.yaml`, { source: { text } }]));
  expect(JSON.stringify([...Object.values(pack(files))]).length).toBeLessThan(300_000);
});

it('what would arrive as something else is refused', () => {
  expect(() => pack({ made: new Date(0) })).toThrow('Date cannot go to another thread');
  expect(() => pack({ error: new EngineError('x', { code: 'engine/crash' }) })).not.toThrow();
});
