import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFileName, encodeFileName } from '../../src/revisions/file-name.ts';

test('a stray byte becomes the surrogate that PEP 383 gives it', () => {
  expect(decodeFileName(Buffer.from([0x61, 0xff, 0x2e]))).toBe('a\udcff.');
});

test('any bytes can be had back from their name', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...encodeFileName(decodeFileName(Buffer.from(bytes)))]).toEqual([...bytes]);
    }),
  );
});
