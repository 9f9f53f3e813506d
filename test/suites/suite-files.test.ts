import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf, joinPath } from '../../src/suites/suite-files.ts';

// As POSIX has it, but that the current folder is "" and nothing ends in a slash.
test.each([
  ['a/b', 'c.yaml'],
  ['a/b', '../c.yaml'],
  ['a/b', '../../../c.yaml'],
  ['a/b', './c//d/'],
  ['', 'c.yaml'],
  ['..', '../c.yaml'],
  ['/a/b', '../../../c.yaml'],
  ['a', '/b/../c.yaml'],
  ['a', '..'],
])('%s and %s', (folder, path) => {
  const expected = path.startsWith('/') ? posix.normalize(path) : posix.join(folder, path);
  expect(joinPath(folder, path)).toBe(expected.replace(/(?<=.)\/$/, '').replace(/^\.$/, ''));
});

test.each([
  ['a/b/kyverno-test.yaml', 'a/b'],
  ['kyverno-test.yaml', ''],
  ['/kyverno-test.yaml', '/'],
])('the folder of %s', (file, folder) => {
  expect(folderOf(file)).toBe(folder);
});
