import { expect, test } from 'vitest';
import { addressesAtGitHub, mendingCommand, NOWHERE, reproduction } from '../../src/report/whereabouts.ts';

test('files are linked at the commits that were judged, and bundled policies where the Action is from', () => {
  const linkTo = addressesAtGitHub({
    url: 'https://github.com/acme/shop',
    base: 'aaaa',
    head: 'bbbb',
    bundle: 'https://github.com/tidewaiter/tidewaiter/blob/v1/policies',
  });
  expect(linkTo('a/b c.yaml', 3, 'base')).toBe('https://github.com/acme/shop/blob/aaaa/a/b%20c.yaml?plain=1#L3');
  expect(linkTo('a.yaml', 1, 'head')).toBe('https://github.com/acme/shop/blob/bbbb/a.yaml?plain=1#L1');
  expect(linkTo('starter/x/policy.yaml', 9, 'bundle')).toBe(
    'https://github.com/tidewaiter/tidewaiter/blob/v1/policies/starter/x/policy.yaml?plain=1#L9',
  );
  expect(linkTo('a.yaml', 1, 'disk')).toBeUndefined();
});

test('files of the owner, which are told with their repository, are linked there', () => {
  const owner = { name: 'acme/.github', url: 'https://github.com/acme/.github', commit: 'cccc' };
  const linkTo = addressesAtGitHub({ url: 'https://github.com/acme/shop', base: 'aaaa', head: 'bbbb', owner });
  expect(linkTo('acme/.github/policies/team.yaml', 4, 'owner')).toBe(
    'https://github.com/acme/.github/blob/cccc/policies/team.yaml?plain=1#L4',
  );
});

test('there is no link to what nobody knows the address of', () => {
  const linkTo = addressesAtGitHub({ url: 'https://github.com/acme/shop', base: undefined, head: 'bbbb' });
  expect(linkTo('a.yaml', 1, 'base')).toBeUndefined();
  expect(linkTo('acme/.github/a.yaml', 1, 'owner')).toBeUndefined();
  expect(linkTo('starter/x/policy.yaml', 9, 'bundle')).toBeUndefined();
});

test('commands can be copied into a shell as they are', () => {
  const where = { ...NOWHERE, base: "origin/it's" };
  expect(mendingCommand(where)).toBe("npx tidewaiter fix --base 'origin/it'\\''s'");
  expect(mendingCommand(NOWHERE)).toBe('npx tidewaiter fix');
  expect(reproduction(['-a b.yaml', '-a b.yaml'], NOWHERE)).toBe("npx tidewaiter check -- '-a b.yaml'");
});
