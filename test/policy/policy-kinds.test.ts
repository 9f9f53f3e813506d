import { expect, it } from 'vitest';
import { isInPolicy } from '../../src/policy/policy-kinds.ts';

it.each([
  'kind: ClusterPolicy\napiVersion: kyverno.io/v1\n\tx: [',
  '  "apiVersion": "policies.kyverno.io/v1"',
  '{"apiVersion":"kyverno.io/v1", [',
  '\ufeffapiVersion: kyverno.io/v1',
])('wanted to be a policy: %j', (text) => {
  expect(isInPolicy(text)).toBe(true);
});

it.each(['# apiVersion: kyverno.io/v1', 'apiVersion: v1\nkind: Pod\nx: kyverno.io/v1'])('did not: %j', (text) => {
  expect(isInPolicy(text)).toBe(false);
});

// It takes minutes where all that follow are read from every empty line on.
it.each(['\n', ' ', '\u2028', '{', ',\n'])('many of %j are read once', (piece) => {
  expect(isInPolicy(`${piece.repeat(500_000)}kyverno.io/`)).toBe(false);
});
