import { deepEqual } from '../base/deep-equal.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Judged, OtherOrder, PolicyMutation, PolicyVerdict } from './admission.ts';

/**
 * The stricter verdict of two orders among mutating policies, with a note where they differ: Kyverno promises none, so that nobody may rely on the
 * milder. Undefined where the order makes no difference.
 * @param backwards mutates the same request in the opposite order; asked only where several policies change it
 * @param validate judges what that made of it; asked only where it is something else
 */
export function heedOtherOrder(
  judged: Judged,
  { backwards, validate }: { readonly backwards: () => Judged; readonly validate: (mutated: Judged) => Judged },
): { readonly verdicts: readonly PolicyVerdict[]; readonly otherOrder: OtherOrder } | undefined {
  const names = [...new Set(judged.mutations.map(({ policy }: PolicyMutation) => policy.name))];
  if (names.length < 2) return undefined;
  const mutated = backwards();
  if (deepEqual(judged.object, mutated.object)) return undefined;
  const note = `this depends on the order of the policies ${names.join(', ')}, and Kyverno promises none`;
  const others = new Map(validate(mutated).verdicts.map((entry) => [nameOf(entry), entry]));
  const verdicts = judged.verdicts.map((entry) => {
    const other = others.get(nameOf(entry));
    others.delete(nameOf(entry));
    if (!other || other.verdict.outcome === entry.verdict.outcome) return entry;
    return { ...stricter(entry, other), note };
  });
  const onlyBackwards = [...others.values()].map((entry) => ({ ...entry, note }));
  return { verdicts: [...verdicts, ...onlyBackwards], otherOrder: { object: mutated.object, note } };
}

function nameOf({ policy, verdict }: PolicyVerdict): string {
  return `${policy.id}\n${verdict.rule}`;
}

function stricter(one: PolicyVerdict, other: PolicyVerdict): PolicyVerdict {
  return STRICTNESS[other.verdict.outcome] > STRICTNESS[one.verdict.outcome] ? other : one;
}

/** From what is admitted to what is not. */
export const STRICTNESS: Record<Verdict['outcome'], number> = { pass: 0, skip: 1, unknown: 2, error: 3, fail: 4 };
