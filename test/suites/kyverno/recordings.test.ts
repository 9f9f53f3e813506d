import { expect, test } from 'vitest';
import { runInput } from '../run-input.ts';
import type { Asked } from '../spoken-engine.ts';

const asked: Asked[] = [];
const [result] = runInput('recordings/kyverno-test.yaml', asked);
const values = asked[0]?.context.values;

test('a call is known by its method and its address, and else by its address', () => {
  expect(result?.problems).toEqual([]);
  const owner = 'https://teams.example.com/owner';
  // Without a status it is 200.
  const namespaces = { statusCode: 200, body: { items: [] } };
  expect(values?.apiCallAnswer?.({ method: 'GET', url: '/api/v1/namespaces' })).toMatchObject(namespaces);
  expect(values?.apiCallAnswer?.({ method: 'POST', url: owner })).toMatchObject({ statusCode: 404 });
  expect(values?.apiCallAnswer?.({ method: 'GET', url: owner })).toMatchObject({ body: { owner: 'jane' } });
  expect(values?.apiCallAnswer?.({ method: 'GET', url: '/api/v1/pods' })).toBeUndefined();
});

test.each([
  ['plain', { teams: ['shop', 'office'] }],
  ['field', 'shop'],
  ['list', ['jane']],
  ['files', { owners: ['jane', 'joe'], count: 2 }],
  ['another', undefined],
])('the global context %s', (name, data) => {
  expect(values?.globalContext?.(name)).toEqual(data);
});

test('without clusterResources, entries of a rule’s context look nothing up', () => {
  expect(values?.looksUp).toBe(false);
});
