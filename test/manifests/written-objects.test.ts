import { expect, it } from 'vitest';
import { looksLikeManifest } from '../../src/manifests/written-objects.ts';

it.each([
  'apiVersion: v1\nkind: Pod\n',
  '{"apiVersion": "v1", "kind": "Pod"}',
  '{\n\n  "kind": "Pod",\n  "apiVersion": "v1"\n}',
  '\ufeffapiVersion: v1\r\nkind: Pod\r\n',
  'items:\n  apiVersion: v1\n  kind: Pod\n',
])('looks like a manifest: %j', (text) => {
  expect(looksLikeManifest(text)).toBe(true);
});

it.each(['kind: Pod\n', 'apiVersion: v1\n', '# apiVersion: v1\n# kind: Pod\n', 'the apiVersion: v1\nthe kind: Pod\n'])(
  'does not: %j',
  (text) => {
    expect(looksLikeManifest(text)).toBe(false);
  },
);

// It takes minutes where all that follow are read from every empty line on.
it.each(['\n', ' ', '\u2028', '{', ',\n'])('many of %j are read once', (piece) => {
  expect(looksLikeManifest(`${piece.repeat(500_000)}kind: a`)).toBe(false);
});
