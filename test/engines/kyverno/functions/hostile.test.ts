import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { NeedsOutside } from '../../../../src/engines/kyverno/functions/needs-outside.ts';
import { kyvernoFunctions } from '../../../../src/engines/kyverno/functions/table.ts';
import { JmespathRuntimeError } from '../../../../src/languages/jmespath/errors.ts';
import { errorOf, evaluate } from './evaluate.ts';

// An expression that hangs is ended by the time limit of its test.
describe('no expression of a policy can hang', () => {
  it.each([
    ['replace_all', `'aaaaaaaa'${" | replace_all(@, 'a', 'aaaaaaaa')".repeat(60)}`],
    ['replace_all of nothing', `'aaaaaaaa'${" | replace_all(@, '', @)".repeat(60)}`],
    ['regex_replace_all', `'aaaaaaaa'${" | regex_replace_all('(a)', @, '$1$1$1$1')".repeat(60)}`],
    ['regex_replace_all_literal', `'aaaaaaaa'${" | regex_replace_all_literal('a', @, @)".repeat(60)}`],
    ['split and join', `'aaaaaaaa'${" | split(@, '') | join('aaaa', @)".repeat(60)}`],
    ['base64_encode', `'${'a'.repeat(90_000)}'${' | base64_encode(@)'.repeat(60)}`],
    ['items', `@${" | items([@, @], 'a', 'b')".repeat(60)} | to_string(@)`],
    ['random', "random('(([a-z]{1000}){1000})')"],
  ])('%s grows to a limit', (_name, text) => {
    expect(errorOf(text, [1])).toMatch(/too much text|too many values|invalid repeat/);
  });

  it('exploding regular expressions take linear time', () => {
    expect(evaluate("regex_match('^(a+)+$', @)", `${'a'.repeat(100_000)}!`)).toBe(false);
    expect(evaluate("regex_match('(.*)*(.*)*(.*)*x', @)", 'a'.repeat(20_000))).toBe(false);
  });

  it('a large text with a large pattern ends at a limit', () => {
    const text = 'ab'.repeat(500_000);
    expect(errorOf("regex_match('[ab]*a[ab]{900}[cd]', @)", text)).toContain('too many values');
  });

  const GIANTS: readonly JsonValue[] = [
    'a'.repeat(100_000),
    '*a'.repeat(2_000),
    '9'.repeat(100_000),
    `1e${'9'.repeat(20)}`,
    '1e-999999999',
    `${'1.'.repeat(50_000)}0`,
    '1.0.0 || '.repeat(20_000),
    '/../'.repeat(50_000),
    '[{'.repeat(50_000),
    '&a [*a, *a]\n'.repeat(5_000),
    '2006-01-02T15:04:05.'.repeat(10_000),
    '1h'.repeat(50_000),
    '(a?){1000}',
    Array.from({ length: 50_000 }, (_, index) => `${index}`),
    Array.from({ length: 50_000 }, (_, index) => -index),
    Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 'v'])),
  ];

  // Each alone in each argument, and beside itself.
  it.each([...kyvernoFunctions().keys()])('%s comes to an end with whatever is huge', (name) => {
    for (const giant of GIANTS) {
      for (const given of [
        [giant],
        [giant, giant],
        [giant, 'a'],
        ['a', giant],
        [giant, giant, giant],
        [giant, 'a', 'b', 9],
      ]) {
        const call = `${name}(${given.map((_, index) => `@[${index}]`).join(', ')})`;
        try {
          evaluate(call, given);
        } catch (cause) {
          if (!(cause instanceof JmespathRuntimeError) && !(cause instanceof NeedsOutside)) throw cause;
        }
      }
    }
  });

  it.each(['sort_by(@, &@)', 'max_by(@, &to_number(@))', 'map(&length(@), @)', '[?contains(@, `"a"`)]'])(
    '%s comes to an end on a long list',
    (text) => {
      const list = Array.from({ length: 100_000 }, (_, index) => `${index}`);
      expect(evaluate(text, list)).toBeDefined();
    },
  );

  it('functions given anything have a value or an error of ours', () => {
    const names = [...kyvernoFunctions().keys()];
    const argument = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('1Gi', '5m', '2021-01-02T15:04:05Z', '>=1.x', '[a-z]{3}', '%', -1, 1e300),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(argument, { maxLength: 4 }), (name, values) => {
        const given = values.map((_, index) => `@[${index}]`).join(', ');
        try {
          const result = evaluate(`${name}(${given})`, JSON.parse(JSON.stringify(values)));
          // Nothing that JSON does not have: no undefined, no NaN.
          expect(JSON.stringify(JSON.parse(JSON.stringify(result)))).toBe(JSON.stringify(result));
          expect(result).not.toBeNaN();
          expect(result).toBeDefined();
        } catch (cause) {
          if (!(cause instanceof JmespathRuntimeError)) throw cause;
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
