import { expect, it } from 'vitest';
import { startStopwatch } from '../../../bot/judging/stopwatch.ts';

it('tells how long each step took, the one under way up to now', () => {
  let now = 100;
  const { begin, steps } = startStopwatch(() => now);
  now = 110;
  expect(steps()).toEqual({ read: 10 });
  begin('judge');
  now = 130;
  begin('publish');
  now = 170;
  expect(steps()).toEqual({ read: 10, judge: 20, publish: 40 });
});
