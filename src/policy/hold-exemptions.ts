import { countOf } from '../base/count-of.ts';
import { daysBetween, utcDay } from '../base/utc-day.ts';
import type { Instant } from '../model/engine.ts';
import type { Exemption } from '../model/exemption.ts';
import { describeExemption } from './describe-exemption.ts';
import type { ExemptionRules, Floor } from './floor.ts';
import type { Refusal } from './refusal.ts';

/** The exemptions that the owner allows. What has run out excuses nothing, and is kept: its finding names who had agreed to it. */
export function holdExemptions(
  exemptions: readonly Exemption[],
  floor: Pick<Floor, 'exemptions' | 'placeOf'>,
  now: Instant,
): { readonly exemptions: readonly Exemption[]; readonly refused: readonly Refusal[] } {
  const kept: Exemption[] = [];
  const refused: Refusal[] = [];
  for (const exemption of exemptions) {
    const required = brokenRule(exemption, floor.exemptions, utcDay(now));
    if (required === undefined) kept.push(exemption);
    else {
      const asked = `an exemption from ${describeExemption(exemption)}`;
      refused.push({ asked, at: exemption.span, required, requiredAt: floor.placeOf('exemptions') });
    }
  }
  return { exemptions: kept, refused };
}

function brokenRule({ until, approvedBy }: Exemption, rules: ExemptionRules, today: string): string | undefined {
  if (until < today) return undefined;
  if (rules.kind === 'none') return 'that there are none';
  const { maxDays, isApproved } = rules;
  if ((daysBetween(today, until) ?? 0) > maxDays) return `an end within ${countOf(maxDays, 'day')}`;
  return isApproved && approvedBy === undefined ? 'that somebody approved it (approved-by)' : undefined;
}
