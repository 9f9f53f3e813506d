import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import { visible } from '../text/visible.ts';
import { clipText } from './clip-text.ts';
import { nameOfRule, outcomeWord, reasonOf } from './finding-words.ts';

/** Words for programs that show text as it is. */

/** `add-tag: admission would change this`. GitHub takes 255 characters. */
export function plainTitle(finding: ReportedFinding): string {
  const word = outcomeWord(finding.outcome);
  const title = `${nameOfRule(finding)}${word === undefined ? '' : `: ${word}`}`;
  return visible(title).slice(0, 255).toWellFormed();
}

/** `Deployment shop/web: Privileged mode is disallowed.` */
export function plainMessage(finding: ReportedFinding): string {
  return plainText(wholeMessage(finding));
}

export function wholeMessage(finding: Pick<ReportedFinding, 'object' | 'message' | 'authoredMessage'>): string {
  return `${nameOfObject(finding.object)}: ${reasonOf(finding)}`;
}

/** Text of some lines, and of a bearable length. */
export function plainText(text: string): string {
  return visible(clipText(text.trim()), { keepLines: true }).toWellFormed();
}
