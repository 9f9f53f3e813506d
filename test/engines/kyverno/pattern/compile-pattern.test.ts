import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { formatPath } from '../../../../src/base/path.ts';
import { compilePattern } from '../../../../src/engines/kyverno/pattern/compile-pattern.ts';
import { formatKyvernoPath } from '../../../../src/engines/kyverno/pattern/kyverno-path.ts';
import { applyJsonPatch } from '../../../../src/patch/apply-json-patch.ts';
import { jsonValues } from '../../../patch/json-values.ts';

/** Written as text, because a literal would set the prototype. */
const OWN_PROTO: JsonValue = JSON.parse('{"__proto__":{"a":1}}');

type Row = readonly [
  title: string,
  pattern: JsonValue,
  value: JsonValue,
  outcome: 'pass' | 'skip' | 'fail' | 'error',
  path?: string,
];

const ROWS: readonly Row[] = [
  // Plain keys.
  ['equal', { a: 1 }, { a: 1, b: 2 }, 'pass'],
  ['different', { a: 1 }, { a: 2 }, 'fail', '/a/'],
  ['a missing key', { a: 'x' }, {}, 'fail', '/a/'],
  ['a missing key whose pattern takes nothing', { a: null }, {}, 'pass'],
  ['a missing key that counts as zero', { a: '<=1Gi' }, {}, 'pass'],
  ['an object where there is none', { a: { b: 'x' } }, {}, 'fail', '/a/'],
  ['an object where there is text', { a: { b: 'x' } }, { a: 'y' }, 'fail', '/a/'],
  ['a list where there is text', { a: ['x'] }, { a: 'y' }, 'fail', '/a/'],
  ['* needs a value that is not null', { a: '*' }, { a: null }, 'fail', '/'],
  ['* takes any value', { a: '*' }, { a: { b: [] } }, 'pass'],
  ['* names the parent', { a: { b: '*' } }, { a: {} }, 'fail', '/a/'],
  ['?* takes no object', { a: '?*' }, { a: { b: 1 } }, 'fail', '/a/'],
  ['the order is by key', { b: 1, a: 1 }, { a: 2, b: 2 }, 'fail', '/a/'],
  ['a key with an anchor inside comes first', { a: 1, b: { '=(c)': 1 } }, { a: 2, b: { c: 2 } }, 'fail', '/b/c/'],
  [
    'of keys with anchors inside, the last',
    { a: { '=(x)': 1 }, b: { '=(x)': 1 } },
    { a: { x: 2 }, b: { x: 2 } },
    'fail',
    '/b/x/',
  ],
  ['an addition anchor is no anchor here', { '+(a)': 1 }, { a: 1 }, 'fail', '/+(a)/'],
  // Lists.
  ['a scalar for every item', { a: 'x*' }, { a: ['x1', 'x2'] }, 'pass'],
  ['a scalar for every item, one not', { a: 'x*' }, { a: ['x1', 'y'] }, 'fail', '/a/'],
  ['a scalar for no item', { a: 'x*' }, { a: [] }, 'pass'],
  ['a list of one scalar for every item', { a: ['x'] }, { a: ['x', 'x'] }, 'pass'],
  ['a list of scalars: only the first counts', { a: ['x', 'y'] }, { a: ['x', 'x'] }, 'pass'],
  ['an object for every item', { a: [{ b: 1 }] }, { a: [{ b: 1 }, { b: 2 }] }, 'fail', '/a/1/b/'],
  ['a list of objects: only the first counts', { a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 1 }] }, 'pass'],
  ['an object for no item', { a: [{ b: 1 }] }, { a: [] }, 'pass'],
  ['an item that is no object', { a: [{ b: 1 }] }, { a: ['x'] }, 'fail', '/a/0/'],
  ['an empty pattern list', { a: [] }, { a: [] }, 'fail', '/a/'],
  ['lists of lists by index', { a: [['x'], ['y']] }, { a: [['x'], ['y'], ['z']] }, 'pass'],
  ['lists of lists by index, one not', { a: [['x'], ['y']] }, { a: [['x'], ['z']] }, 'fail', '/a/1/'],
  ['a list of lists that is too short', { a: [['x'], ['y']] }, { a: [['x']] }, 'error'],
  // (key): conditional.
  ['a condition that holds', { '(a)': 1, b: 1 }, { a: 1, b: 1 }, 'pass'],
  ['a condition that holds, and then not', { '(a)': 1, b: 1 }, { a: 1, b: 2 }, 'fail', '/b/'],
  ['a condition that does not hold', { '(a)': 1, b: 1 }, { a: 2, b: 2 }, 'skip'],
  ['a condition on a missing key', { '(a)': 1, b: 1 }, { b: 2 }, 'skip'],
  ['a condition on null', { '(a)': null, b: 1 }, { a: null, b: 1 }, 'pass'],
  [
    'items that meet the condition',
    { c: [{ '(n)': 'x*', i: 1 }] },
    {
      c: [
        { n: 'x1', i: 1 },
        { n: 'y', i: 2 },
      ],
    },
    'pass',
  ],
  [
    'an item that meets the condition, and then not',
    { c: [{ '(n)': 'x*', i: 1 }] },
    {
      c: [
        { n: 'y', i: 2 },
        { n: 'x', i: 2 },
      ],
    },
    'fail',
    '/c/1/i/',
  ],
  ['no item that meets the condition', { c: [{ '(n)': 'x*', i: 1 }] }, { c: [{ n: 'y', i: 2 }] }, 'skip'],
  ['no item at all', { c: [{ '(n)': 'x*', i: 1 }] }, { c: [] }, 'pass'],
  ['a skipped list skips the rule', { a: 1, c: [{ '(n)': 'x' }] }, { a: 2, c: [{ n: 'y' }] }, 'skip'],
  ['a mismatch inside a condition', { '(a)': { b: 1 } }, { a: { b: 2 } }, 'skip'],
  ['a forbidden key inside a condition', { '(a)': { 'X(b)': null } }, { a: { b: 2 } }, 'skip'],
  // Beside other anchors: validateMap of its validate.go.
  ['a condition that does not hold before a mismatch', { '(a)': 1, '=(b)': 1 }, { a: 2, b: 2 }, 'skip'],
  ['a condition that does not hold after a mismatch', { '=(a)': 1, 'X(b)': null }, { a: 2, b: 1 }, 'fail', '/a/'],
  [
    'conditions within that do not hold, beside an anchor that applies',
    { '=(a)': { '(x)': 1 }, '=(b)': 1 },
    { a: { x: 2 }, b: 1 },
    'pass',
  ],
  [
    'conditions within that do not hold, and then a mismatch',
    { '=(a)': [{ '(x)': 1 }], '=(b)': 1, c: 1 },
    { a: [{ x: 2 }], b: 1, c: 2 },
    'fail',
    '/c/',
  ],
  ['conditions within that do not hold, beside nothing', { '=(a)': { '(x)': 1 }, c: 1 }, { a: { x: 2 }, c: 2 }, 'skip'],
  [
    'conditions within that do not hold, beside a mismatch',
    { '=(a)': { '(x)': 1 }, '=(b)': 1 },
    { a: { x: 2 }, b: 2 },
    'fail',
    '/b/',
  ],
  [
    'a global condition within a key without an anchor',
    { '=(a)': { x: { '<(y)': 1 } }, '=(b)': 1 },
    { a: { x: { y: 2 } }, b: 1 },
    'skip',
  ],
  // =(key): if it is there.
  ['equality on a missing key', { '=(a)': { b: 1 } }, {}, 'pass'],
  ['equality that holds', { '=(a)': { '=(b)': false } }, { a: { b: false } }, 'pass'],
  ['equality that does not hold', { '=(a)': { '=(b)': false } }, { a: { b: true } }, 'fail', '/a/b/'],
  ['equality on null', { '=(a)': 'x' }, { a: null }, 'fail', '/a/'],
  ['equality with * takes no object', { '=(a)': '*' }, { a: {} }, 'fail', '/a/'],
  // X(key): must not be.
  ['a forbidden key that is not there', { 'X(a)': null }, { b: 1 }, 'pass'],
  ['a forbidden key', { 'X(a)': null }, { a: 1 }, 'fail', '/a/'],
  ['a forbidden key with null', { 'X(a)': null }, { a: null }, 'fail', '/a/'],
  ['a forbidden key in an item', { v: [{ 'X(h)': null }] }, { v: [{ e: {} }, { h: {} }] }, 'fail', '/v/1/h/'],
  // ^(key): at least one.
  ['existence on a missing key', { '^(c)': [{ n: 'x' }] }, {}, 'pass'],
  ['existence that holds', { '^(c)': [{ n: 'x' }] }, { c: [{ n: 'y' }, { n: 'x' }] }, 'pass'],
  ['existence that does not hold', { '^(c)': [{ n: 'x' }] }, { c: [{ n: 'y' }] }, 'fail', '/c/'],
  [
    'every pattern of an existence has to be there',
    { '^(c)': [{ n: 'x' }, { n: 'z' }] },
    { c: [{ n: 'x' }] },
    'fail',
    '/c/',
  ],
  ['existence in an empty list', { '^(c)': [{ n: 'x' }] }, { c: [] }, 'fail', '/c/'],
  ['existence on no list', { '^(c)': [{ n: 'x' }] }, { c: 'x' }, 'fail', '/c/'],
  ['existence without a list', { '^(c)': 'x' }, { c: [] }, 'fail', '/c/'],
  ['existence of no objects', { '^(c)': ['x'] }, { c: ['x'] }, 'fail', '/c/'],
  // <(key): for the whole object.
  ['a global condition that holds', { c: [{ '<(i)': 'x*' }], s: 1 }, { c: [{ i: 'x1' }], s: 1 }, 'pass'],
  [
    'a global condition that holds, and then not',
    { c: [{ '<(i)': 'x*' }], s: 1 },
    { c: [{ i: 'x1' }], s: 2 },
    'fail',
    '/s/',
  ],
  ['a global condition that does not hold', { c: [{ '<(i)': 'x*' }], s: 1 }, { c: [{ i: 'y' }], s: 2 }, 'skip'],
  ['a global condition on a missing key', { '<(a)': 1, b: 1 }, { b: 1 }, 'pass'],
  // Kyverno names no place where an anchored key is nowhere.
  ['a mismatch beside a forbidden key that is nowhere', { 'X(a)': null, b: 1 }, { b: 2 }, 'fail', '/b/'],
  [
    'a mismatch beside an existence that holds by an item without the condition',
    { '^(a)': [{ '=(x)': { '^(y)': [{ z: 1 }] } }], b: 1 },
    { a: [{ x: {} }], b: 2 },
    'error',
  ],
  ['a mismatch beside an existence that is nowhere', { '^(a)': [{ x: 1 }], b: 1 }, { b: 2 }, 'error'],
  [
    'a mismatch beside a condition that was met elsewhere',
    { c: [{ '(n)': 'x', i: 1 }] },
    { c: [{ i: 3 }, { n: 'x', i: 2 }] },
    'fail',
    '/c/1/i/',
  ],
  ['an equality that is nowhere does not matter', { '=(a)': 1, b: 1 }, { b: 2 }, 'fail', '/b/'],
  // Wildcards in keys.
  [
    'a label by wildcard',
    { metadata: { labels: { 'app*': 'x' } } },
    { metadata: { labels: { b: 'y', 'app.io': 'x' } } },
    'pass',
  ],
  [
    'a label by wildcard, another value',
    { metadata: { labels: { 'app*': 'x' } } },
    { metadata: { labels: { 'app.io': 'y' } } },
    'fail',
    '/metadata/labels/app.io/',
  ],
  [
    'no label by wildcard',
    { metadata: { labels: { 'app*': '?*' } } },
    { metadata: { labels: { b: 'x' } } },
    'fail',
    '/metadata/labels/app*/',
  ],
  [
    'an annotation with an anchor by wildcard',
    { metadata: { '=(annotations)': { 'X(a*)': 'null' } } },
    { metadata: { annotations: { ab: 'x' } } },
    'fail',
    '/metadata/annotations/ab/',
  ],
  [
    'in a pod template',
    { spec: { template: { metadata: { labels: { 'a?': 'x' } } } } },
    { spec: { template: { metadata: { labels: { ab: 'x' } } } } },
    'pass',
  ],
  // Its wildcards.go keeps of labels and annotations only what is asked by text.
  [
    'a forbidden label that is no text',
    { metadata: { labels: { 'X(a)': null } } },
    { metadata: { labels: { a: '' } } },
    'pass',
  ],
  ['a label that is a number', { metadata: { labels: { a: 1 } } }, { metadata: { labels: { b: '' } } }, 'pass'],
  [
    'a label that is a number, of none',
    { metadata: { labels: { a: 1 } } },
    { metadata: {} },
    'fail',
    '/metadata/labels/',
  ],
  ['nowhere else', { spec: { 'a*': 'x' } }, { spec: { ab: 'x' } }, 'fail', '/spec/a*/'],
  // Hostile keys.
  ['a key that every object inherits', { constructor: '?*' }, {}, 'fail', '/constructor/'],
  ['a forbidden key that every object inherits', { 'X(toString)': null }, {}, 'pass'],
  ['an own __proto__', OWN_PROTO, OWN_PROTO, 'pass'],
];

describe('compilePattern', () => {
  for (const [title, pattern, value, outcome, path] of ROWS) {
    it(title, () => {
      const result = compilePattern(pattern).evaluate(value);
      expect(result.outcome).toBe(outcome);
      if (path !== undefined) expect(result.outcome === 'fail' && formatKyvernoPath(result.path)).toBe(path);
    });
  }

  it("has Kyverno's words", () => {
    const message = (pattern: JsonValue, value: JsonValue) => {
      const result = compilePattern(pattern, { numbers: 'float' }).evaluate(value);
      return result.outcome === 'pass' ? '' : result.message;
    };
    expect(message({ spec: { replicas: '>3' } }, { spec: { replicas: 2 } })).toBe(
      "resource value '2' does not match '>3' at path /spec/replicas/",
    );
    expect(message({ a: 'x' }, { a: { c: [1, null], b: true } })).toBe(
      "resource value 'map[b:true c:[1 <nil>]]' does not match 'x' at path /a/",
    );
    expect(message({ a: '1' }, { a: 1_000_000 })).toBe("resource value '1e+06' does not match '1' at path /a/");
    expect(message({ spec: { a: {} } }, { spec: { a: [] } })).toBe(
      'pattern and resource have different structures. Path: /spec/a/. Expected map[string]interface {}, found []interface {}',
    );
    expect(message({ spec: { a: '*' } }, { spec: {} })).toBe('/spec//a not found');
    expect(message({ spec: { 'X(a)': 1 } }, { spec: { a: 1 } })).toBe(
      'negation anchor matched in resource: /spec/a/ is not allowed',
    );
    expect(message({ '(a)': 1 }, {})).toBe(
      "conditional anchor mismatch: conditional anchor key doesn't exist in the resource",
    );
    expect(message({ '<(a)': 1 }, { a: 2 })).toBe(
      "global anchor mismatch: resource value '2' does not match '1' at path /a/",
    );
    expect(message({ '^(a)': [{ b: 1 }] }, { a: [] })).toBe('existence anchor validation failed at path /a/');
  });

  it('finds every failing leaf, the first one first, and none where the rule does not apply', () => {
    const pattern = {
      spec: {
        '=(hostNetwork)': false,
        containers: [{ '(name)': '!skip*', image: '!*:latest', securityContext: { privileged: false } }],
      },
    };
    const value = {
      spec: {
        hostNetwork: true,
        containers: [
          { name: 'a', image: 'a:latest', securityContext: { privileged: true } },
          { name: 'skipped', image: 'b:latest' },
          { name: 'c', image: 'c:1' },
        ],
      },
    };
    const result = compilePattern(pattern).evaluate(value);
    expect(result.outcome === 'fail' && result.failures.map(({ path }) => formatPath(path))).toEqual([
      'spec.hostNetwork',
      'spec.containers[0].image',
      'spec.containers[0].securityContext.privileged',
      'spec.containers[2].securityContext',
    ]);
  });

  it('names the items of a list that a scalar does not match', () => {
    const result = compilePattern({ drop: ['ALL'] }).evaluate({ drop: ['ALL', 'X', 'Y'] });
    expect(result).toMatchObject({ outcome: 'fail', path: ['drop'] });
    expect(result.outcome === 'fail' && result.failures.map(({ path }) => path)).toEqual([
      ['drop', 1],
      ['drop', 2],
    ]);
  });

  it('names every key that a wildcard forbids', () => {
    const pattern = { metadata: { '=(annotations)': { 'X(nginx.org/*)': 'null' } } };
    const value = { metadata: { annotations: { 'nginx.org/b': '1', 'nginx.org/a': '1', c: '1' } } };
    const result = compilePattern(pattern).evaluate(value);
    expect(result.outcome === 'fail' && result.failures.map(({ path }) => path.at(-1))).toEqual([
      'nginx.org/a',
      'nginx.org/b',
    ]);
  });

  it('takes one key for a wildcard that asks, as Kyverno does', () => {
    const value = { metadata: { labels: { 'app.b': 'y', 'app.a': 'z' } } };
    const result = compilePattern({ metadata: { labels: { 'app*': 'x' } } }).evaluate(value);
    expect(result.outcome === 'fail' && result.failures.map(({ path }) => path.at(-1))).toEqual(['app.a']);
  });

  it('answers for any pattern and any value, without a throw and without changing either', () => {
    fc.assert(
      fc.property(anchored(), jsonValues(), (pattern, value) => {
        const before = JSON.stringify([pattern, value]);
        const result = compilePattern(pattern).evaluate(value);
        expect(JSON.stringify([pattern, value])).toBe(before);
        if (result.outcome === 'fail') {
          expect(result.failures.length).toBeGreaterThan(0);
          expect(result.failures[0]?.message).toBe(result.message);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('a remedy mends its leaf: with all of them, a pattern of constants holds', () => {
    fc.assert(
      fc.property(constants(), jsonValues(), (pattern, value) => {
        const compiled = compilePattern(pattern);
        const result = compiled.evaluate(value);
        if (result.outcome !== 'fail' || result.failures.some(({ remedy }) => !remedy)) return;
        let mended: JsonValue = value;
        for (const { remedy } of result.failures) mended = applyJsonPatch(mended, remedy ?? []);
        expect(compiled.evaluate(mended)).toEqual({ outcome: 'pass' });
      }),
      { numRuns: 3000 },
    );
  });

  it('takes a deep value and a long list', () => {
    const pattern = { items: [{ '(name)': 'x*', image: '!*:latest' }] };
    const items = Array.from({ length: 100_000 }, (_, index) => ({ name: `x${index}`, image: 'a:1' }));
    expect(compilePattern(pattern).evaluate({ items }).outcome).toBe('pass');
    const failing = compilePattern({ items: ['x'] }).evaluate({ items: items.map(({ image }) => image) });
    expect(failing.outcome === 'fail' && failing.failures).toHaveLength(1_000);
    expect(failing.outcome === 'fail' && failing.message.length).toBeLessThan(500);
  });
});

const ANCHORS = ['', '()', '=()', 'X()', '^()', '<()', '+()'];

function anchored(): fc.Arbitrary<JsonValue> {
  const key = fc
    .tuple(fc.constantFrom(...ANCHORS), fc.constantFrom('a', 'b', 'c', 'name', '__proto__', 'metadata', 'labels', 'a*'))
    .map(([anchor, name]) => (anchor === '' ? name : anchor.replace('(', `(${name}`)));
  return trees(
    key,
    fc.constantFrom<JsonValue>(null, true, 0, '', 'x', '*', '?*', '!x', '>1', '1-2', 'x|y', '$(./../a)'),
  );
}

function constants(): fc.Arbitrary<JsonValue> {
  const key = fc.constantFrom('a', 'b', '=(c)', 'X(name)');
  return trees(key, fc.constantFrom<JsonValue>(true, false, 1, 'x', 'true', '!true'));
}

function trees(key: fc.Arbitrary<string>, leaf: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> {
  return fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 2 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).value;
}
