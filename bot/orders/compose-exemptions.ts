import { countOf } from '../../src/base/count-of.ts';
import { utcDayAfter } from '../../src/base/utc-day.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import { type JudgeInput, judge, loadGateAt } from '../../src/pipeline.ts';
import { holdExemptions } from '../../src/policy/hold-exemptions.ts';
import { readExemptions } from '../../src/policy/read-exemptions.ts';
import { clipText } from '../../src/report/clip-text.ts';
import { escapeMarkdown, markdownCode } from '../../src/report/escape-markdown.ts';
import type { Source } from '../../src/text/source.ts';
import { visible } from '../../src/text/visible.ts';
import { addEntries, entriesFor, isWildcard, violationsOf } from './exemption-entries.ts';

/** What somebody wants to be exempted from, for how many days, and why. */
export interface AskedExemption {
  readonly policy: string;
  readonly days: number;
  readonly reason: string;
}

/** The file of exemptions as it is at the base branch's tip, and as it should be. */
export interface ComposedExemptions {
  readonly file: string;
  /** Undefined where there is none yet. */
  readonly before: string | undefined;
  readonly after: string;
}

export type Composed =
  | ({ readonly outcome: 'composed' } & ComposedExemptions)
  | { readonly outcome: 'refused'; readonly reason: string };

/** Adds what the pull request violates of a policy. What would excuse nothing, or more than that, is refused. */
export async function composeExemptions(
  { policy, days, reason }: AskedExemption,
  input: JudgeInput & { readonly change: ChangeSet },
): Promise<Composed> {
  const tip = input.change.base?.tip;
  if (tip === undefined) return refused('There is no base branch to exempt anything on.');
  const { findings } = await judge(input);
  const violations = violationsOf(policy, findings);
  if (violations.length === 0) return refused(`This pull request does not violate ${markdownCode(policy)}.`);
  if (violations.some(isWildcard))
    return refused('An object whose name would be a wildcard among exemptions cannot be exempted.');

  const gate = await loadGateAt(tip, input);
  const file = gate.configuration.exemptions;
  // Whoever approves does so after the entry is written, and just as it is written: it cannot name them.
  if (gate.floor?.exemptions.kind === 'some' && gate.floor.exemptions.isApproved)
    return refused(
      `The owner requires ${markdownCode('approved-by')} of exemptions, and nobody has approved this one yet. Add it to ${markdownCode(file)} by hand, with the login of whoever agrees.`,
    );
  const content = (await tip.read([file])).get(file);
  if (content?.outcome === 'unreadable')
    return refused(`${markdownCode(file)} cannot be read: ${escapeMarkdown(content.reason)}.`);
  const known = content ? readExemptions(content.source, input.now) : ({ outcome: 'read', exemptions: [] } as const);
  if (known.outcome === 'invalid') return refused(errorText(known.errors));

  const until = utcDayAfter(input.now, days);
  const entries = entriesFor(violations, { policy, reason: visible(reason), until });
  const added = addEntries(content?.source, known.exemptions.length > 0, entries);
  if (added.outcome === 'refused')
    return refused(`${markdownCode(file)} cannot be added to: ${escapeMarkdown(added.reason)}.`);
  const after: Source = { file, revision: 'base', text: added.text };
  const read = readExemptions(after, input.now);
  if (read.outcome === 'invalid') return refused(errorText(read.errors));
  // What the owner does not allow would excuse nothing.
  const fresh = read.exemptions.slice(known.exemptions.length);
  const [broken] = gate.floor ? holdExemptions(fresh, gate.floor, input.now).refused : [];
  if (broken) return refused(`The owner requires of exemptions ${escapeMarkdown(broken.required)}.`);
  return { outcome: 'composed', file, before: content?.source.text, after: added.text };
}

function refused(reason: string): Composed {
  return { outcome: 'refused', reason };
}

/** The first few: a comment does not hold what may be wrong with a file. */
function errorText(errors: readonly { readonly message: string; readonly remedy: string | undefined }[]): string {
  const shown = errors.slice(0, MOST_ERRORS).map(({ message, remedy = '' }) => clipText(`${message}. ${remedy}`));
  const more = errors.length - shown.length;
  return [...shown, ...(more > 0 ? [`And ${countOf(more, 'more error')}.`] : [])].map(escapeMarkdown).join('\n\n');
}

const MOST_ERRORS = 5;
