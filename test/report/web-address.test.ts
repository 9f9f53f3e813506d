import { expect, it } from 'vitest';
import { webAddress } from '../../src/report/web-address.ts';

it.each([
  'https://kyverno.io/policies/pod-security/',
  'http://example.org:8080/a%20b?c=d&e#f',
  'https://example.org/~user/x@1.2',
])('webAddress takes %s', (address) => {
  expect(webAddress(address)).toBe(address);
});

it.each([
  undefined,
  '',
  'kyverno.io',
  'javascript:alert(1)',
  'https://x> ![](https://evil.example/y.png)',
  'https://x/a b',
  'https://x/(a)',
  'https://x/[a]',
  'https://x/%zz',
  'https://x/#a#b',
  'https://',
  'https://x:99999/',
  'https://x/\n',
  'https://kyverno.io@evil.example/',
  'https://octocat:password@example.org/',
])('webAddress takes nothing of %j', (address) => {
  expect(webAddress(address)).toBeUndefined();
});
