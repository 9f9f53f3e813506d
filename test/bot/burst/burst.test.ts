import { expect, it } from 'vitest';
import { playBurst } from './play-burst.ts';

// `npm run burst` plays many more, and prints the figures.
it('of pushes that come faster than they can be judged, the last of each pull request is judged', {
  timeout: 120_000,
}, async () => {
  const plan = { installations: 4, pullRequests: 12, pushes: 2, seconds: 1 };
  const report = await playBurst({ ...plan, storage: { kind: 'pglite' } });
  expect(report).toMatchObject({ unjudged: 0, failed: 0, violations: [] });
  expect(report.installationSeconds).toHaveLength(4);
  // Of each push GitHub tells twice: of the branch, and of its pull request.
  expect(report.answers.remembered).toHaveLength(2 * 2 * 12);
  const { begun, told, superseded } = report.judgements;
  expect(told).toBeGreaterThanOrEqual(12);
  expect(begun).toBeLessThanOrEqual(2 * 12);
  expect(told + superseded).toBe(begun);
});
