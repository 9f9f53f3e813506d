import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { compilePattern } from '../../../../src/engines/kyverno/pattern/compile-pattern.ts';
import type { JsonPatch } from '../../../../src/model/json-patch.ts';

const replace = (value: JsonValue, ...path: (string | number)[]): JsonPatch => [{ op: 'replace', path, value }];
const add = (value: JsonValue, ...path: (string | number)[]): JsonPatch => [{ op: 'add', path, value }];

describe('the remedy of a failing leaf', () => {
  it.each<readonly [title: string, pattern: JsonValue, value: JsonValue, remedy: JsonPatch | undefined]>([
    ['a boolean', { a: false }, { a: true }, replace(false, 'a')],
    ['a boolean that is text in the pattern', { '=(a)': 'false' }, { a: true }, replace(false, 'a')],
    ['text that is text in both', { a: 'false' }, { a: 'true' }, replace('false', 'a')],
    ['a number', { a: 1000 }, { a: 0 }, replace(1000, 'a')],
    ['a number that is text in the pattern', { a: '1000' }, { a: 0 }, replace(1000, 'a')],
    ['a number that is text in the object', { a: 1000 }, { a: '0' }, replace('1000', 'a')],
    ['a literal', { a: 'Always' }, { a: 'Never' }, replace('Always', 'a')],
    ['a missing literal', { a: 'Always' }, {}, add('Always', 'a')],
    ['null where a literal has to be', { a: 'Always' }, { a: null }, replace('Always', 'a')],
    ['a missing boolean', { a: 'true' }, {}, add(true, 'a')],
    ['a misspelt anchor, which is no field', { '=(a': 'true' }, {}, undefined],
    ['a misspelt anchor below what is missing', { a: { '(b': 'true' } }, {}, undefined],
    [
      'a missing label',
      { metadata: { labels: { a: 'true' } } },
      { metadata: { labels: {} } },
      add('true', 'metadata', 'labels', 'a'),
    ],
    ['missing parents', { a: { b: { c: true, d: 'x' } } }, {}, add({ b: { c: true, d: 'x' } }, 'a')],
    [
      'a missing parent, whose optional keys stay away',
      { a: { b: 'x', '=(c)': 1, 'X(d)': null } },
      {},
      add({ b: 'x' }, 'a'),
    ],
    [
      'a negated value of two',
      { failurePolicy: '!Ignore' },
      { failurePolicy: 'Ignore' },
      replace('Fail', 'failurePolicy'),
    ],
    ['a missing value of two', { failurePolicy: '!Ignore' }, {}, add('Fail', 'failurePolicy')],
    ['a negated value of more', { type: '!NodePort' }, { type: 'NodePort' }, undefined],
    ['a negated flag that is text', { a: '!false' }, { a: 'false' }, replace('true', 'a')],
    ['a missing flag that is negated in the pattern', { a: '!true' }, {}, add(false, 'a')],
    [
      'a missing label that is a flag, negated in the pattern',
      { metadata: { labels: { a: '!true' } } },
      { metadata: { labels: {} } },
      add('false', 'metadata', 'labels', 'a'),
    ],
    [
      'a forbidden limit, the last one',
      { limits: { 'X(cpu)': null } },
      { limits: { cpu: 1 } },
      [{ op: 'remove', path: ['limits', 'cpu'] }],
    ],
    ['a negated boolean', { a: '!true' }, { a: true }, replace(false, 'a')],
    ['a forbidden key', { 'X(a)': null }, { a: 1, b: 1 }, [{ op: 'remove', path: ['a'] }]],
    [
      'a forbidden annotation, the last one',
      { metadata: { annotations: { 'X(a)': 'null' } } },
      { metadata: { annotations: { a: '' } } },
      [{ op: 'remove', path: ['metadata', 'annotations', 'a'] }],
    ],
    ['a forbidden key, the last one', { a: { 'X(b)': null } }, { a: { b: 1 } }, undefined],
    ['a forbidden source of a named item', { v: [{ 'X(h)': null }] }, { v: [{ name: 'x', h: {} }] }, undefined],
    ['a missing number or text', { a: '8080' }, {}, undefined],
    ['a missing wildcard', { a: '?*' }, {}, undefined],
    ['a missing value of any kind', { a: '*' }, {}, undefined],
    ['alternatives', { a: 'x | y' }, { a: 'z' }, undefined],
    ['a conjunction', { a: 'x&y' }, { a: 'z' }, undefined],
    ['a comparison', { a: '>1' }, { a: 0 }, undefined],
    ['a range', { a: '1-5' }, { a: 0 }, undefined],
    ['negated text', { a: '!x' }, { a: 'x' }, undefined],
    ['a wildcard', { a: 'x*' }, { a: 'y' }, undefined],
    ['nothing', { a: null }, { a: 'y' }, undefined],
    ['missing parents of a wildcard', { a: { b: '?*' } }, {}, undefined],
    ['missing parents of a condition', { a: { '(b)': 'x', c: 1 } }, {}, undefined],
    ['a missing list of a literal', { a: ['x'] }, {}, add(['x'], 'a')],
    ['a missing list of what names itself', { a: [{ name: 'x' }] }, {}, add([{ name: 'x' }], 'a')],
    ['a missing list of what hardly is whole', { a: [{ image: 'x' }] }, {}, undefined],
    ['a missing list of several literals', { a: ['x', 'y'] }, {}, undefined],
    ['text in place of a list', { a: ['x'] }, { a: 'x' }, undefined],
    ['a boolean for an object', { a: true }, { a: {} }, undefined],
    ['a boolean for text', { a: true }, { a: 'true' }, undefined],
    ['an item of a list', { a: ['x'] }, { a: ['y'] }, replace('x', 'a', 0)],
    ['an item of a list that has the literal already', { a: ['x'] }, { a: ['x', 'y'] }, undefined],
    ['the root', 'x', 'y', undefined],
  ])('%s', (_, pattern, value, remedy) => {
    const result = compilePattern(pattern).evaluate(value);
    expect(
      result.outcome === 'pass' || result.outcome === 'skip' ? [] : result.failures.map((failure) => failure.remedy),
    ).toEqual([remedy]);
  });

  it('is in the judged object', () => {
    const pattern = { spec: { containers: [{ securityContext: { privileged: false } }] } };
    const value = {
      spec: { containers: [{ securityContext: { privileged: false } }, { securityContext: { privileged: true } }] },
    };
    const result = compilePattern(pattern).evaluate(value);
    expect(result.outcome === 'fail' && result.failures[0]?.remedy).toEqual(
      replace(false, 'spec', 'containers', 1, 'securityContext', 'privileged'),
    );
  });
});
