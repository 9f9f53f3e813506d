import { expect, it } from 'vitest';
import { gather } from '../../../bot/queue/gather.ts';

it('what comes while others are being handled is handled together, in its order', async () => {
  const handled: (readonly number[])[] = [];
  const first = Promise.withResolvers<void>();
  const double = gather(3, async (numbers: readonly number[]) => {
    handled.push(numbers);
    if (handled.length === 1) await first.promise;
    return numbers.map((number) => 2 * number);
  });
  const answers = Promise.all([1, 2, 3, 4, 5].map(double));
  first.resolve();
  expect(await answers).toEqual([2, 4, 6, 8, 10]);
  expect(handled).toEqual([[1], [2, 3, 4], [5]]);
});

it('what is thrown is the answer to those alone that were handled together', async () => {
  const check = gather(1, async ([number = 0]: readonly number[]) => {
    if (number === 2) throw new Error('not two');
    return [number];
  });
  expect(await Promise.allSettled([1, 2, 3].map(check))).toMatchObject([
    { value: 1 },
    { reason: new Error('not two') },
    { value: 3 },
  ]);
});
