import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { errorOf, evaluate } from './evaluate.ts';

describe('arithmetic', () => {
  // Those with sentences around them are examples of Kyverno's documentation; the others follow from Kubernetes' canonical quantities.
  it.each<[string, JsonValue]>([
    ['add(`3`, `2`)', 5],
    ["add('12Ki', '1Mi')", '1036Ki'],
    ["add('1h', '30s')", '1h0m30s'],
    ["add('5m', '5m')", '10m'],
    ["add('100m', '900m')", '1'],
    ["sum(['2Ki', '5Gi', '8Mi'])", '5251074Ki'],
    ["sum(['2h', '50s', '90s'])", '2h2m20s'],
    ['sum([`6`, `3`, `8`])', 17],
    ["sum(['5Gi'])", '5Gi'],
    ["subtract('10Mi', '5Ki')", '10235Ki'],
    ['subtract(`3`, `5`)', -2],
    ["subtract('1h', '90m')", null],
    ["subtract('1h', '1h30s')", '-30s'],
    ["multiply('10Mi', `2`)", '20Mi'],
    ["multiply(`2`, '10Mi')", '20Mi'],
    ["multiply('1h', `1.5`)", '1h30m0s'],
    ["multiply('100m', `0.5`)", '50m'],
    ["divide('10Mi', '5Ki')", 2048],
    ["divide('12Mi', `2`)", '6Mi'],
    ["divide('10', `3`)", '3'],
    ["divide('5M', `1000000`)", '0'],
    ["divide('3h', '2h')", 1.5],
    ["divide('1h', `4`)", '15m0s'],
    ['divide(`1`, `4`)', 0.25],
    ['modulo(`10`, `3`)', 1],
    ['modulo(`-10`, `3`)', -1],
    ["modulo('10Mi', '3Mi')", '1Mi'],
    ["modulo('5h', '2h')", '1h0m0s'],
    ['round(`10.125`, `2`)', 10.13],
    ['round(`-2.5`, `0`)', -3],
    ['round(`10.123456`, `2`)', 10.12],
  ])('%s is %j', (text, value) => {
    // `90m` is a quantity, so it cannot be taken from a duration.
    if (value === null) expect(errorOf(text)).toContain('Types mismatch');
    else expect(evaluate(text)).toEqual(value);
  });

  it.each([
    ["add('1Ki', `1`)", "JMESPath function 'add': Types mismatch"],
    ["add('1h', '1Ki')", "JMESPath function 'add': Types mismatch"],
    ["divide(`1`, '1Ki')", "JMESPath function 'divide': Types mismatch"],
    ["multiply('1Ki', '1Ki')", "JMESPath function 'multiply': Types mismatch"],
    ['divide(`1`, `0`)', "JMESPath function 'divide': Zero divisor passed"],
    ["divide('1Ki', '0')", "JMESPath function 'divide': Zero divisor passed"],
    ["divide('1h', `0`)", "JMESPath function 'divide': Zero divisor passed"],
    ["divide('1h', '0s')", "JMESPath function 'divide': Zero divisor passed"],
    ['modulo(`1`, `0`)', "JMESPath function 'modulo': Zero divisor passed"],
    ['modulo(`1.5`, `1`)', "JMESPath function 'modulo': Non-integer argument(s) passed for modulo"],
    ["modulo('100m', '1')", "JMESPath function 'modulo': Non-integer argument(s) passed for modulo"],
    ["add('foo', '1Ki')", "JMESPath function 'add': invalid operands"],
    ['add(`null`, `1`)', "JMESPath function 'add': invalid operands"],
    ['sum(`[]`)', "JMESPath function 'sum': at least one element in the array is required"],
    ['round(`1`, `1.5`)', "JMESPath function 'round': Non-integer argument(s) passed for round off"],
    ['round(`1`, `-1`)', "JMESPath function 'round'"],
    ['multiply(`1e308`, `10`)', "JMESPath function 'multiply': the result is out of range"],
  ])('%s fails', (text, message) => {
    expect(errorOf(text)).toContain(message);
  });
});
