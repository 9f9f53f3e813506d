import { countOf } from '../base/count-of.ts';
import type { Effect } from '../model/review.ts';

/** `Policies would generate 2 objects and change 1 object in the cluster`. */
export function summaryOfEffects(effects: readonly Effect[]): string {
  const [generates, changes] = (['generates', 'changes'] as const).map(
    (wanted) => effects.filter(({ kind }) => kind === wanted).length,
  );
  const parts = [
    ...(generates ? [`generate ${countOf(generates, 'object')}`] : []),
    ...(changes ? [`change ${countOf(changes, 'object')}`] : []),
  ];
  return `Policies would ${parts.join(' and ')} in the cluster`;
}
