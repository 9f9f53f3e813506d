import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.ts';
import { type CompiledExpression, compileJmespath } from '../../../src/languages/jmespath/compile.ts';
import { JmespathRuntimeError, JmespathSyntaxError, NotFoundError } from '../../../src/languages/jmespath/errors.ts';
import { defineFunction } from '../../../src/languages/jmespath/functions.ts';
import { standardFunctions } from '../../../src/languages/jmespath/standard-functions.ts';

function compile(text: string): CompiledExpression<unknown> {
  return compileJmespath(text, standardFunctions(), { missingKeys: 'error' });
}

function evaluate(text: string, data: JsonValue): JsonValue {
  return compile(text).evaluate(data, undefined);
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (cause) {
    return cause;
  }
  throw new Error('nothing was thrown');
}

const pod: JsonValue = {
  metadata: { name: 'web', labels: { app: 'shop' } },
  spec: { containers: [{ name: 'a', image: 'x' }, { name: 'b' }], hostNetwork: null, replicas: 3 },
};

describe('missing keys as errors', () => {
  it.each([
    ['nothing', 'nothing'],
    ['metadata.annotations', 'annotations'],
    ['metadata.annotations.foo', 'annotations'],
    ['spec.containers[1].image', 'image'],
    ["metadata.name == 'web' && metadata.annotations", 'annotations'],
    ['metadata.constructor', 'constructor'],
    ['metadata.__proto__', '__proto__'],
  ])('%s is not found', (text, key) => {
    const error = thrownBy(() => evaluate(text, pod));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ key, message: `Unknown key "${key}" in path` });
  });

  it.each<[string, JsonValue]>([
    ['metadata.name', 'web'],
    // A field of null and of what is no object, and an index out of range.
    ['spec.hostNetwork.foo', null],
    ['spec.replicas.foo', null],
    ['spec.containers.length', null],
    ['spec.containers[7]', null],
    ['spec.containers[7].image', null],
    // The contexts in which a missing key is null.
    ['metadata.annotations == null', false],
    ['metadata.annotations == `null`', true],
    ['metadata.annotations > `1`', null],
    ['not_null(metadata.annotations, metadata.name)', 'web'],
    ["metadata.annotations || ''", ''],
    ['metadata.annotations || metadata.nothing', null],
    ['metadata.annotations && metadata.nothing', null],
    ['!(metadata.annotations)', true],
    ['[metadata.annotations, metadata.name]', [null, 'web']],
    ['{a: metadata.annotations}', { a: null }],
    ['metadata.annotations | @', null],
    ['@ | metadata.annotations', null],
    ['spec.containers[*].image', ['x']],
    ['spec.containers[].image', ['x']],
    ["spec.containers[?image == 'x'].name", ['a']],
    ['spec.containers[?image].name', ['a']],
    ['spec.initContainers[]', null],
    ['spec.initContainers[*]', null],
    ['spec.initContainers[?image]', null],
    ['spec.volumes.*', null],
    ['metadata.labels.*', ['shop']],
    ['sort_by(spec.containers, &name)[0].name', 'a'],
    ['map(&image, spec.containers)', ['x', null]],
    // kyverno/go-jmespath, interpreter.go and functions.go: a function is called on null, too; values are projected behind as many
    // nulls; a single item is not asked for its key.
    ['spec.hostNetwork.to_string(@)', 'null'],
    ['metadata.labels.*.to_string(@)', ['null', 'shop']],
    ['metadata.labels.*.foo', []],
    ['sort_by(spec.containers[:1], &image.nothing)[].name', ['a']],
    ['max_by(`[{}]`, &nothing)', {}],
    ['min_by(`[true]`, &length(@))', true],
  ])('%s is %j', (text, value) => {
    // Without backticks, null is a field of that name.
    const data: JsonValue = text === 'metadata.annotations == null' ? { metadata: {}, null: 1 } : pod;
    expect(evaluate(text, data)).toEqual(value);
  });
});

describe('missing keys as null', () => {
  it('projects the values alone', () => {
    const expression = compileJmespath('*.to_string(@)', standardFunctions(), { missingKeys: 'null' });
    expect(expression.evaluate({ a: 1 }, undefined)).toEqual(['1']);
  });

  it('gives null at once', () => {
    const expression = compileJmespath('metadata.annotations.foo', standardFunctions(), { missingKeys: 'null' });
    expect(expression.evaluate(pod, undefined)).toBeNull();
  });
});

describe('the grammar of go-jmespath', () => {
  it('takes a multi-select hash without commas', () => {
    expect(evaluate('{a: metadata.name b: spec.replicas}', pod)).toEqual({ a: 'web', b: 3 });
  });

  it('takes a reference only as an argument', () => {
    expect(evaluate('&metadata', pod)).toBeNull();
  });

  it.each([
    ['', 0],
    ['a.', 2],
    ['a..b', 2],
    ['a[', 2],
    ['a b', 2],
    ['a == ', 5],
    ['`foo`', 0],
    ["'open", 0],
    ['a # b', 2],
    ['x ? y', 2],
    ['f(a', 3],
  ])('%j is refused at %i', (text, offset) => {
    const error = thrownBy(() => compile(text));
    expect(error).toBeInstanceOf(JmespathSyntaxError);
    expect(error).toMatchObject({ offset });
  });
});

describe('functions', () => {
  it('are handed in, and see the environment of the evaluation', () => {
    const functions = new Map([['now', defineFunction<[], { time: number }>([], (_, run) => run.environment.time)]]);
    const expression = compileJmespath('now()', functions, { missingKeys: 'error' });
    expect([1, 2].map((time) => expression.evaluate(null, { time }))).toEqual([1, 2]);
  });

  it('are looked up when they are called', () => {
    expect(compile('a || nothing(a)').calledFunctions).toEqual(['nothing']);
    expect(evaluate('metadata || nothing(a)', pod)).toEqual({ name: 'web', labels: { app: 'shop' } });
    expect(thrownBy(() => evaluate('nothing(a)', pod))).toMatchObject({ kind: 'unknown-function' });
  });
});

describe('queriedPaths', () => {
  it.each<[string, unknown]>([
    ['request.object.spec', [['request', 'object', 'spec']]],
    ['a.b || c', [['a', 'b'], ['c']]],
    ['a.b[0].c', [['a', 'b', 0, 'c']]],
    [
      "spec.containers[?image == 'x'].name",
      [
        ['spec', 'containers', null, 'image'],
        ['spec', 'containers', null, 'name'],
      ],
    ],
    ['length(a.b) > length(c)', [['a', 'b'], ['c']]],
    ['a.b | [0].c', [['a', 'b', 0, 'c']]],
    ['a[*].b | [0]', [['a', null, 'b']]],
    ['a[*].b | [*].c', [['a', null, 'b', 'c']]],
    ['keys(a.labels) | [0]', [['a', 'labels']]],
    ['sort_by(a, &b.c)', [['a'], ['a', null, 'b', 'c']]],
    ['{x: a, y: b.c}', [['a'], ['b', 'c']]],
    ["'text'", []],
    ['@', [[]]],
    ['a.*.b', [['a', null, 'b']]],
    [
      'a.[b, c][].d',
      [
        ['a', 'b', null, 'd'],
        ['a', 'c', null, 'd'],
      ],
    ],
  ])('%s', (text, paths) => {
    expect(compile(text).queriedPaths).toEqual(paths);
  });
});

describe('hostile expressions', () => {
  it('alternatives of alternatives have few paths', () => {
    expect(compile(`a${' | (@ || @ && @)'.repeat(60)}`).queriedPaths).toEqual([['a']]);
    expect(compile(`a${' | (b || c)'.repeat(60)}`).queriedPaths.length).toBeLessThanOrEqual(200);
  });

  it.each([
    ['deep nesting', '('.repeat(10_000)],
    ['a long chain', `a${'.a'.repeat(10_000)}`],
    ['many nots', '!'.repeat(10_000)],
    ['a huge text', `'${'x'.repeat(200_000)}'`],
  ])('%s is refused', (_name, text) => {
    expect(thrownBy(() => compile(text))).toBeInstanceOf(JmespathSyntaxError);
  });

  it.each([
    ['doubling a list', `@${' | [@, @][]'.repeat(60)}`],
    ['doubling by multi-select', `@${' | [@, @]'.repeat(60)}`],
    ['doubling by hash', `@${' | {a: @, b: @}'.repeat(60)}`],
    ['doubling a text', `'xxxxxxxx'${" | join('', [@, @])".repeat(60)}`],
    ['writing a doubled value', `@${' | [@, @]'.repeat(60)} | to_string(@)`],
    ['writing a doubled value in an argument', `length(to_string(@${' | [@, @]'.repeat(60)}))`],
    ['comparing doubled values', `[@${' | [@, @]'.repeat(60)}] == [@${' | [@, @]'.repeat(60)}]`],
    ['nested projections', `big[*].[${'big || '.repeat(3)}big]`.replace('big[*]', 'big[].big[].big[].big[]')],
  ])('%s ends at a limit', (_name, text) => {
    const big = Array.from({ length: 100 }, () => 0);
    const nested: JsonValue = { big: big.map(() => ({ big: big.map(() => ({ big: big.map(() => ({ big })) })) })) };
    const error = thrownBy(() => evaluate(text, nested));
    expect(error).toBeInstanceOf(JmespathRuntimeError);
    expect(error).toMatchObject({ kind: 'limit' });
  });
});
