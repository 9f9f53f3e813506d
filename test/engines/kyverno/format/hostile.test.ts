import { describe, expect, test } from 'vitest';
import { isArray, isObject, type JsonValue } from '../../../../src/base/json.ts';
import { seededRandom } from '../../../../src/base/seeded-random.ts';
import type { KubernetesObject } from '../../../../src/model/kubernetes-object.ts';
import { notRun } from '../../../corpora.ts';
import { compile, ruleOf } from '../ask.ts';
import { compilePolicies, corpusPolicies } from './corpus-policies.ts';
import { MATCH } from './remarks.ts';

const policies = corpusPolicies();

// A pull request may bring policies, and they are looked at before anybody has reviewed them. One that hangs is ended by the time limit of its test.
describe('a policy of ill will', () => {
  test.each([
    ['open braces', '{{'.repeat(50_000)],
    ['closed braces', '}}'.repeat(50_000)],
    ['variables in variables', `${'{{ '.repeat(5_000)}x${' }}'.repeat(5_000)}`],
    ['a brace and blanks', `{${' '.repeat(100_000)}`],
    ['many variables', '{{ a }}'.repeat(5_000)],
    ['a long expression', `{{ ${'a.'.repeat(5_000)}b }}`],
  ])('with %s costs no time', (_, text) => {
    const {
      policies: compiled,
      problems,
      warnings,
    } = compile(ruleOf(`${MATCH}\nvalidate: { message: '${text}', pattern: { '${text.slice(0, 1000)}': x } }`));
    expect(compiled.length + problems.length + warnings.length).toBeGreaterThan(0);
  });

  test.each(['('.repeat(50_000), `${'-'.repeat(50_000)}(a`, `=(${'-a'.repeat(25_000)}`])(
    'with a long key costs no time',
    (key) => {
      compile(ruleOf(`${MATCH}\nvalidate: { pattern: { '${key}': x } }`));
    },
  );
});

const WEIRD: readonly JsonValue[] = [
  null,
  true,
  0,
  1.5,
  '',
  '*',
  '{{',
  '{{ a }}',
  '\\{{',
  [],
  {},
  [null],
  [[1]],
  { a: null },
];

/** A value with pieces of it replaced or renamed. */
function distort(value: JsonValue, random: () => number): JsonValue {
  if (random() < 0.01) return WEIRD[Math.floor(random() * WEIRD.length)] ?? null;
  if (isArray(value)) return value.map((item) => distort(item, random));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [random() < 0.005 ? '__proto__' : key, distort(child, random)]),
  );
}

test.skipIf(policies.length === 0)('whatever a policy looks like, compiling it throws nothing', () => {
  const random = seededRandom(3);
  let refused = 0;
  for (const policy of [...policies, ...policies, ...policies, ...policies]) {
    const spec = distort(policy.object.spec ?? null, random);
    const object: KubernetesObject = { ...policy.object, spec };
    const { policies: compiled, problems } = compilePolicies([
      { ...policy, object, locate: (path) => policy.locate(path) },
    ]);
    expect(compiled.length).toBe(problems.length === 0 ? 1 : 0);
    refused += problems.length > 0 ? 1 : 0;
  }
  expect(refused).toBeGreaterThan(100);
});

test.skipIf(policies.length > 0)(notRun(1, 'distorted policies'), () => {});
