import type { Target } from '../../../model/target.ts';

/** Whether Kyverno judges assertion trees: since 1.19 `validate.assert` has no effect. */
export function hasAssertions({ kyverno }: Target): boolean {
  return kyverno.version === '1.18';
}
