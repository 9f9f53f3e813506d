import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.ts';
import { plainKey } from '../../src/yaml/resolve-key.ts';
import { resolvePlain, resolveTagged } from '../../src/yaml/resolve-scalar.ts';

// What sigs.k8s.io/yaml 1.6.0 (go-yaml v2) makes of `k: TEXT`, as its YAMLToJSON printed it.
const PLAIN: readonly (readonly [text: string, value: JsonValue])[] = [
  ['y', true],
  ['Y', true],
  ['yes', true],
  ['on', true],
  ['TRUE', true],
  ['n', false],
  ['No', false],
  ['OFF', false],
  ['tRue', 'tRue'],
  ['yES', 'yES'],
  ['null', null],
  ['Null', null],
  ['~', null],
  ['', null],
  ['nULL', 'nULL'],
  ['0', 0],
  ['00', 0],
  ['-0', 0],
  ['+1', 1],
  ['0644', 420],
  ['0o17', 15],
  ['0O17', 15],
  ['08', 8],
  ['09.5', 9.5],
  ['0o8', '0o8'],
  ['0b11', 3],
  ['-0b11', -3],
  ['0b2', '0b2'],
  ['0b', '0b'],
  ['0x1F', 31],
  ['-0x1f', -31],
  ['0x', '0x'],
  ['1_000', 1000],
  ['0_7', 7],
  ['0777_0', 4088],
  ['1_', 1],
  ['1__0', 10],
  ['_1', '_1'],
  ['0x_1', 1],
  ['1_000.5', 1000.5],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1e+3', 1000],
  ['12e03', 12000],
  ['1.e3', 1000],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['5.', 5],
  ['.5_0', 0.5],
  ['.1e5', 10000],
  ['.e1', '.e1'],
  ['1e', '1e'],
  ['.', '.'],
  ['..', '..'],
  ['+', '+'],
  ['-x', '-x'],
  ['1.10', 1.1],
  ['1e21', 1e21],
  ['1e400', '1e400'],
  ['-1e400', '-1e400'],
  ['1.7976931348623159e308', '1.7976931348623159e308'],
  ['100000000000000000000000', 1e23],
  ['190:20:30', '190:20:30'],
  ['1:2', '1:2'],
  ['2001-01-01', '2001-01-01'],
  ['2001-01-01T00:00:00Z', '2001-01-01T00:00:00Z'],
  ['1.2.3', '1.2.3'],
  ['100m', '100m'],
  ['1Gi', '1Gi'],
  ['=', '='],
  ['<<', '<<'],
];

describe('plain scalars', () => {
  it.each(PLAIN)('%j is %j', (text, value) => {
    expect(resolvePlain(text)).toEqual(value);
  });

  it('reads integers up to 64 bits, and others as floats or text', () => {
    expect(resolvePlain('9223372036854775807')).toBe(2 ** 63);
    expect(resolvePlain('18446744073709551616')).toBe(2 ** 64);
    expect(resolvePlain('0xffffffffffffffff')).toBe(2 ** 64);
    expect(resolvePlain('0x10000000000000000')).toBe('0x10000000000000000');
  });

  it('takes no longer for numbers of millions of digits', () => {
    expect(resolvePlain('9'.repeat(3_000_000))).toBe('9'.repeat(3_000_000));
  });
});

describe('tags', () => {
  it.each([
    ['!!str', '3', '3'],
    ['!!str', 'y', 'y'],
    ['!!str', '', ''],
    ['!<tag:yaml.org,2002:str>', '3', '3'],
    ['!!int', '0x1f', 31],
    ['!!int', '3.5', undefined],
    ['!!int', '', undefined],
    ['!!float', '3', 3],
    ['!!float', '1e3', 1000],
    ['!!float', 'abc', undefined],
    ['!!bool', 'yes', true],
    ['!!bool', 'maybe', undefined],
    ['!!null', '', null],
    ['!!null', 'x', undefined],
    ['!!timestamp', '2001-01-01', '2001-01-01'],
    ['!!binary', 'aGk=', 'hi'],
    ['!!binary', '/w==', '\ufffd'],
    ['!!binary', 'x', undefined],
    ['!foo', '3', '3'],
    ['!', '3', '3'],
  ])('%s %j is %j', (tag, text, value) => {
    expect(resolveTagged(tag, text)).toEqual(value);
  });
});

describe('keys', () => {
  it.each([
    ['y', 'true'],
    ['off', 'false'],
    ['1', '1'],
    ['0644', '420'],
    ['0x10', '16'],
    ['1.5', '1.5'],
    ['1e3', '1000'],
    ['1e6', '1e+06'],
    ['0.00001', '1e-05'],
    ['123456789.5', '1.2345679e+08'],
    ['16777217.0', '1.6777216e+07'],
    ['-0.0', '-0'],
    ['1e39', '.inf'],
    ['-.inf', '-.inf'],
    ['.nan', '.nan'],
    ['9007199254740993', '9007199254740993'],
    ['18446744073709551616', '1.8446744e+19'],
    ['2001-01-01', '2001-01-01'],
    ['~', undefined],
    ['null', undefined],
    ['name', 'name'],
  ])('%j is %j', (text, key) => {
    expect(plainKey(text)).toBe(key);
  });
});
