import { expect, test } from 'vitest';
import { blobId } from '../../src/revisions/blob-id.ts';

// What `git hash-object` prints, of which the first two are known to everybody who has looked into `.git`.
test.each([
  ['', 40, 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'],
  ['hello\n', 40, 'ce013625030ba8dba906f756967f9e9ca394464a'],
  ['', 64, '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813'],
])('the id of %j with %i digits', (text, digits, id) => {
  expect(blobId(Buffer.from(text), digits)).toBe(id);
});
