import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { applyStrategicMergePatch } from '../../../../src/engines/kyverno/mutation/strategic-merge.ts';
import type { KubernetesObject } from '../../../../src/model/kubernetes-object.ts';
import { jsonValues } from '../../../patch/json-values.ts';

function pod(spec: JsonValue, metadata: { readonly [key: string]: JsonValue } = { name: 'p' }): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec };
}

type Row = readonly [title: string, spec: JsonValue, patch: JsonValue, patched: JsonValue | 'skip' | 'error'];

/** Kyverno's documentation, "Mutate Rules", and the traps of its source; each on `spec` of a Pod. */
const ROWS: readonly Row[] = [
  // Without anchors.
  ['adds', {}, { dnsPolicy: 'None' }, { dnsPolicy: 'None' }],
  ['overwrites', { dnsPolicy: 'Default' }, { dnsPolicy: 'None' }, { dnsPolicy: 'None' }],
  ['changes nothing', { dnsPolicy: 'None' }, { dnsPolicy: 'None' }, 'skip'],
  [
    'an item by name',
    { containers: [{ name: 'a', image: 'a:1' }] },
    { containers: [{ name: 'a', tty: true }] },
    { containers: [{ name: 'a', image: 'a:1', tty: true }] },
  ],
  [
    'a new item first',
    { containers: [{ name: 'a' }] },
    { containers: [{ name: 'b' }] },
    { containers: [{ name: 'b' }, { name: 'a' }] },
  ],
  ['a list where an object is', { containers: [] }, { containers: { a: 1 } }, 'error'],
  // +(key): add if absent.
  ['adds what is absent', {}, { '+(dnsPolicy)': 'None' }, { dnsPolicy: 'None' }],
  ['leaves what is there', { dnsPolicy: 'Default' }, { '+(dnsPolicy)': 'None' }, 'skip'],
  ['adds an absent object', {}, { '+(securityContext)': { '+(runAsUser)': 1 } }, { securityContext: { runAsUser: 1 } }],
  [
    'decides for each node',
    { securityContext: { runAsUser: 5 } },
    { securityContext: { '+(runAsUser)': 1, '+(runAsGroup)': 2 } },
    { securityContext: { runAsUser: 5, runAsGroup: 2 } },
  ],
  ['does not look into what is there', { securityContext: {} }, { '+(securityContext)': { runAsUser: 1 } }, 'skip'],
  ['null is there', { dnsPolicy: null }, { '+(dnsPolicy)': 'None' }, 'skip'],
  // (key): where.
  [
    'a condition on a scalar holds',
    { hostNetwork: true },
    { '(hostNetwork)': true, dnsPolicy: 'None' },
    { hostNetwork: true, dnsPolicy: 'None' },
  ],
  ['a condition does not hold', { hostNetwork: false }, { '(hostNetwork)': true, dnsPolicy: 'None' }, 'skip'],
  ['a condition on what is absent', {}, { '(hostNetwork)': true, dnsPolicy: 'None' }, 'skip'],
  [
    'a condition compares text',
    { priority: 8080 },
    { '(priority)': '80*', dnsPolicy: 'None' },
    { priority: 8080, dnsPolicy: 'None' },
  ],
  [
    'a condition on an object',
    { securityContext: { runAsUser: 1 } },
    { '(securityContext)': { '(runAsUser)': '>0' }, dnsPolicy: 'None' },
    { securityContext: { runAsUser: 1 }, dnsPolicy: 'None' },
  ],
  [
    'items that meet the condition',
    {
      containers: [
        { name: 'a', image: 'a:latest' },
        { name: 'b', image: 'b:1' },
      ],
    },
    { containers: [{ '(image)': '*:latest', imagePullPolicy: 'Always' }] },
    {
      containers: [
        { name: 'a', image: 'a:latest', imagePullPolicy: 'Always' },
        { name: 'b', image: 'b:1' },
      ],
    },
  ],
  [
    'every item',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containers: [{ '(name)': '*', tty: true }] },
    {
      containers: [
        { name: 'a', tty: true },
        { name: 'b', tty: true },
      ],
    },
  ],
  [
    'no item',
    { containers: [{ name: 'a', image: 'a:1' }] },
    { containers: [{ '(image)': '*:latest', tty: true }] },
    'skip',
  ],
  ['an item without a name', { tolerations: [{ key: 'a' }] }, { tolerations: [{ '(key)': 'a', effect: 'x' }] }, 'skip'],
  [
    'a condition and something else',
    { containers: [{ name: 'a', image: 'x' }] },
    { dnsPolicy: 'None', containers: [{ '(image)': 'y', tty: true }] },
    { containers: [{ name: 'a', image: 'x' }], dnsPolicy: 'None' },
  ],
  [
    'a condition on a key that is also set',
    { volumes: [{ name: 'v', emptyDir: {} }] },
    { volumes: [{ '(emptyDir)': { '+(sizeLimit)': '1Gi' } }] },
    { volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Gi' } }] },
  ],
  ['conditions only', { containers: [{ name: 'a' }] }, { containers: [{ '(name)': '*' }] }, 'skip'],
  [
    'nested lists',
    { containers: [{ name: 'a', env: [{ name: 'X', value: '1' }] }] },
    { containers: [{ '(name)': 'a', env: [{ '(name)': 'X', value: '2' }] }] },
    { containers: [{ name: 'a', env: [{ name: 'X', value: '2' }] }] },
  ],
  [
    '+() in items that meet the condition',
    { containers: [{ name: 'a' }] },
    { containers: [{ '(name)': '*', '+(tty)': true }] },
    { containers: [{ name: 'a', tty: true }] },
  ],
  // One copy of the pattern serves all items: what the first decides is decided.
  [
    '+() that the first item has, for the second',
    { containers: [{ name: 'a', tty: false }, { name: 'b' }] },
    { containers: [{ '(name)': '*', '+(tty)': true }] },
    'skip',
  ],
  [
    '+() that the first item lacks, for the second',
    { containers: [{ name: 'a' }, { name: 'b', tty: false }] },
    { containers: [{ '(name)': '*', '+(tty)': true }] },
    {
      containers: [
        { name: 'a', tty: true },
        { name: 'b', tty: true },
      ],
    },
  ],
  // The index of an item that goes is that of the list before others went.
  [
    'two items with conditions, none met',
    { containers: [{ name: 'c' }] },
    {
      containers: [
        { '(name)': 'a', tty: true },
        { '(name)': 'b', tty: true },
      ],
    },
    'error',
  ],
  [
    'two items with conditions, none met, in a list without keys',
    { tolerations: [{ key: 'c' }] },
    {
      tolerations: [
        { '(key)': 'a', effect: 'x' },
        { '(key)': 'b', effect: 'x' },
      ],
    },
    'error',
  ],
  [
    '+() alone, in an item without a name',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containers: [{ '+(tty)': true }] },
    {
      containers: [
        { name: 'a', tty: true },
        { name: 'b', tty: true },
      ],
    },
  ],
  // <(key): where, for the whole rule.
  [
    'a global condition holds',
    { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
    { dnsPolicy: 'None', volumes: [{ '<(hostPath)': { path: '/x' } }] },
    { volumes: [{ name: 'v', hostPath: { path: '/x' } }], dnsPolicy: 'None' },
  ],
  [
    'a global condition holds for one item',
    {
      containers: [
        { name: 'a', image: 'x' },
        { name: 'b', image: 'y' },
      ],
    },
    { containers: [{ '<(image)': 'y' }], dnsPolicy: 'None' },
    {
      containers: [
        { name: 'a', image: 'x' },
        { name: 'b', image: 'y' },
      ],
      dnsPolicy: 'None',
    },
  ],
  [
    'a global condition does not hold',
    { containers: [{ name: 'a', image: 'x' }] },
    { containers: [{ '<(image)': 'y' }], dnsPolicy: 'None' },
    'skip',
  ],
  ['a global condition on a missing list', {}, { containers: [{ '<(image)': 'y' }], dnsPolicy: 'None' }, 'skip'],
  [
    'a condition on a missing list',
    {},
    { containers: [{ '(image)': 'y', tty: true }], dnsPolicy: 'None' },
    { dnsPolicy: 'None' },
  ],
];

describe('applyStrategicMergePatch', () => {
  it.each(ROWS)('%s', (_, spec, patch, patched) => {
    const result = applyStrategicMergePatch({ spec: patch }, pod(spec));
    if (patched === 'skip' || patched === 'error') expect(result.outcome).toBe(patched);
    else expect(result).toEqual({ outcome: 'patched', object: pod(patched) });
  });

  it('merges labels and takes an annotation away', () => {
    const patch = { metadata: { labels: { '+(team)': 'x', tier: 'web' }, annotations: { old: null } } };
    const object = pod({}, { name: 'p', labels: { app: 'a' }, annotations: { old: '1', kept: '2' } });
    expect(applyStrategicMergePatch(patch, object)).toEqual({
      outcome: 'patched',
      object: pod({}, { name: 'p', labels: { app: 'a', team: 'x', tier: 'web' }, annotations: { kept: '2' } }),
    });
  });

  it('replaces the lists of a custom resource', () => {
    const object = {
      apiVersion: 'example.com/v1',
      kind: 'App',
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'a' }] },
    };
    const result = applyStrategicMergePatch({ spec: { containers: [{ name: 'b' }] } }, object);
    expect(result.outcome === 'patched' && result.object.spec).toEqual({ containers: [{ name: 'b' }] });
  });

  it('is an error where nothing is left of the object', () => {
    expect(applyStrategicMergePatch({ $patch: 'delete' }, pod({})).outcome).toBe('error');
    expect(applyStrategicMergePatch({ kind: null }, pod({})).outcome).toBe('error');
    expect(
      applyStrategicMergePatch({ spec: { containers: [{ image: 'x' }] } }, pod({ containers: [{ name: 'a' }] }))
        .outcome,
    ).toBe('error');
  });

  it('answers for any patch, without a throw and without changing the object', () => {
    const key = fc.constantFrom('a', 'b', 'name', '(a)', '(name)', '<(a)', '+(b)', '+(a)', '__proto__', '$patch');
    const patches = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom<JsonValue>(null, true, 1, 'x', '*', 'delete', '(a)'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
      ),
    })).value;
    fc.assert(
      fc.property(patches, jsonValues(), (patch, spec) => {
        const object = pod(spec);
        const before = JSON.stringify(object);
        expect(['patched', 'skip', 'error']).toContain(applyStrategicMergePatch({ spec: patch }, object).outcome);
        expect(['patched', 'skip', 'error']).toContain(applyStrategicMergePatch(patch, object).outcome);
        expect(JSON.stringify(object)).toBe(before);
      }),
      { numRuns: 2000 },
    );
  });
});
