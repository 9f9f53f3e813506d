import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isArray, isObject, type JsonValue } from '../../../src/base/json.ts';
import { seededRandom } from '../../../src/base/seeded-random.ts';
import { kyvernoEngine } from '../../../src/engines/kyverno/engine.ts';
import { parseApiVersion } from '../../../src/kubernetes/group-version-kind.ts';
import { readWrittenObjects } from '../../../src/manifests/written-objects.ts';
import type { Compilation } from '../../../src/model/engine.ts';
import type { KubernetesObject } from '../../../src/model/kubernetes-object.ts';
import { startOf } from '../../../src/text/position.ts';
import { corporaFolder, notRun } from '../../corpora.ts';
import { contextOf, requestOf } from './ask.ts';

const folder = corporaFolder();

/** Every text of the corpora that holds a ClusterPolicy or Policy, by its path. */
function policyTexts(root: string): readonly (readonly [file: string, text: string])[] {
  return ['kyverno-policies', 'kyverno-cli']
    .flatMap((corpus) => globSync(`${corpus}/**/*.yaml`, { cwd: root }))
    .map((file) => [file, readFileSync(join(root, file), 'utf8')] as const)
    .filter(([, text]) => /^apiVersion: kyverno\.io\//m.test(text) && !/^kind: PolicyException/m.test(text));
}

function compile(file: string, text: string): Compilation {
  const { objects } = readWrittenObjects({ file, revision: 'base', text });
  const policies = objects.filter(
    ({ object }) => kyvernoEngine.recognises(object) && parseApiVersion(object.apiVersion).group === 'kyverno.io',
  );
  return kyvernoEngine.compile(policies, { kubernetes: '1.34', profile: 'cluster', kyverno: { version: '1.19' } });
}

/** Fields outside of the parts in which anything goes, as the corpora write them: one a line. */
const FIELD = /^( *(?:- )?)(validationFailureAction|background|match|validate|mutate|kinds)(:.*)$/;

test.skipIf(folder === undefined)('policies of the corpora have no problems', () => {
  const texts = policyTexts(folder ?? '');
  expect(texts.length).toBeGreaterThan(200);
  for (const [file, text] of texts) {
    expect(
      compile(file, text).problems.map(({ message }) => message),
      file,
    ).toEqual([]);
  }
});

test.skipIf(folder === undefined)(
  'a misspelt field is told at its line',
  () => {
    let mutants = 0;
    for (const [file, text] of policyTexts(folder ?? '')) {
      const lines = text.split('\n');
      for (const [index, line] of lines.entries()) {
        const [, before = '', field = '', after = ''] = FIELD.exec(line) ?? [];
        if (field === '') continue;
        const misspelt = `${field.slice(0, 2)}${field.slice(3)}`;
        const { problems } = compile(file, lines.with(index, `${before}${misspelt}${after}`).join('\n'));
        const told = problems.find(
          ({ code, span }) => code === 'policy/unknown-field' && span && startOf(span).line === index + 1,
        );
        expect(told?.remedy, `${file}:${index + 1}: ${misspelt}`).toBe(`Did you mean "${field}"?`);
        mutants++;
      }
    }
    expect(mutants).toBeGreaterThan(300);
  },
  120_000,
);

const WEIRD: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1e300,
  '',
  '*',
  '{{ request }}',
  '{{',
  [],
  {},
  [null],
  [[1]],
  { constructor: null },
];

/** A value with pieces of it replaced, left out or renamed. */
function distort(value: JsonValue, random: () => number, depth = 0): JsonValue {
  if (depth > 1 && random() < 0.04) return WEIRD[Math.floor(random() * WEIRD.length)] ?? null;
  if (isArray(value)) return value.map((item) => distort(item, random, depth + 1));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(() => depth === 0 || random() > 0.02);
  return Object.fromEntries(
    kept.map(([key, child]) => [depth > 0 && random() < 0.01 ? 'toString' : key, distort(child, random, depth + 1)]),
  );
}

test.skipIf(folder === undefined)(
  'whatever an object looks like, no policy of the corpora throws',
  () => {
    const root = folder ?? '';
    const policies = policyTexts(root).flatMap(([file, text]) => compile(file, text).policies);
    const objects = globSync('kyverno-policies/**/.kyverno-test/*.yaml', { cwd: root })
      .flatMap(
        (file) => readWrittenObjects({ file, revision: 'head', text: readFileSync(join(root, file), 'utf8') }).objects,
      )
      .map(({ object }) => object);
    const random = seededRandom(1);
    const context = contextOf();
    for (let run = 0; run < 50; run++) {
      const original = objects[Math.floor(random() * objects.length)];
      if (!original) continue;
      const metadata = distort(original.metadata, random, 1);
      const object = {
        ...original,
        ...(distort({ ...original, metadata: null }, random) as object),
        metadata,
      } as KubernetesObject;
      if (!isObject(metadata)) continue;
      const request = requestOf(object, run % 2 === 0 ? {} : { operation: 'UPDATE', oldObject: original });
      for (const policy of policies) {
        policy.mutate?.(request, context);
        policy.validate?.(request, context);
        policy.explain?.(request, context);
      }
    }
  },
  120_000,
);

test.skipIf(folder !== undefined)(notRun(200, 'policies of the corpora'), () => {});
