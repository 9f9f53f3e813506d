import { expect, test } from 'vitest';
import { proofLine } from '../../src/report/finding-words.ts';

test('a proof of one way of several says so', () => {
  const proof = { gone: 1, added: 0, policiesRun: 2, idempotent: true } as const;
  expect(proofLine(proof)).toBe('proven: 1 violation gone, 0 new, 2 policies re-run, idempotent');
  expect(proofLine({ ...proof, isOneOfSeveral: true })).toBe(
    'proven: 1 violation gone, 0 new, 2 policies re-run, idempotent; one way of several',
  );
});
