import { assertNever } from '../base/assert-never.ts';
import { countOf } from '../base/count-of.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { Review } from '../model/review.ts';
import type { ElsewhereFinding, Placement } from '../review/place-comments.ts';
import { markdownCode } from './escape-markdown.ts';
import { tableByFile } from './file-table.ts';
import { outcomeWord, reasonOf } from './finding-words.ts';
import { isStanding } from './is-standing.ts';
import { gateChangesSection, refusedSection, section, surroundings } from './markdown.ts';
import { fitMarkdown, MOST_IN_A_COMMENT, type Section } from './markdown-budget.ts';
import {
  closingLine,
  countsLine,
  exemptionWords,
  headline,
  inline,
  lineLink,
  nextStep,
  problemItems,
  ruleCode,
  signOf,
} from './markdown-parts.ts';
import { patchBlock } from './patch-markdown.ts';
import { mendingCommand, reproduction, type Whereabouts } from './whereabouts.ts';

export interface SummaryOptions {
  readonly version: string;
  readonly whereabouts: Whereabouts;
}

/**
 * The summary in a pull request's conversation: the decision and what to do, the counts, a table by file, then what no comment on a line
 * tells, what was not judged, and the fixes as one patch. What the comments tell is only named.
 */
export function summaryToMarkdown(review: Review, placement: Placement, options: SummaryOptions): string {
  const where = options.whereabouts;
  const open = review.findings.filter(isStanding);
  return fitMarkdown(
    [
      headline(review),
      nextStep(open, howToMend(placement, where)),
      countsLine(review),
      refusedSection(review),
      gateChangesSection(review, where),
      section('Not everything could be judged', problemItems(review.problems, where), 'problem'),
      tableByFile(open, where),
      ...elsewhereSections(placement.elsewhere, where),
      ...surroundings(review, where),
      patchBlock(open, where),
      closingLine(review, options.version),
    ],
    MOST_IN_A_COMMENT,
  );
}

function howToMend({ comments }: Placement, where: Whereabouts): string {
  const isSuggested = comments.some(({ offer }) => offer.outcome === 'lines');
  return `${isSuggested ? 'commit the suggestions, or ' : ''}run ${markdownCode(mendingCommand(where))}`;
}

/** With more than these to read, the table above has to do until somebody opens the list. */
const MOST_UNFOLDED = 10;

/** A section for each reason why something is told here. */
function elsewhereSections(elsewhere: readonly ElsewhereFinding[], where: Whereabouts): readonly Section[] {
  return [...Map.groupBy(elsewhere, ({ reason }) => reason)].map(([reason, some]) =>
    section(
      `${countOf(some.length, 'finding')} ${reasonWords(reason)}`,
      itemsByFile(some, where),
      'file',
      some.length > MOST_UNFOLDED ? 'folded' : undefined,
    ),
  );
}

function reasonWords(reason: ElsewhereFinding['reason']): string {
  switch (reason) {
    case 'outside-the-diff':
      return 'outside of the diff, where GitHub takes no comment';
    case 'beyond-the-limit':
      return 'beyond the limit of comments on lines';
    case 'reported-only':
      return 'without a comment on a line';
    case 'refused':
      return 'on lines where GitHub took no comment';
    default:
      return assertNever(reason);
  }
}

/** An item a file, so that its command is said once. */
function itemsByFile(elsewhere: readonly ElsewhereFinding[], where: Whereabouts): readonly string[] {
  return [...Map.groupBy(elsewhere, ({ finding }) => finding.location.span.source.file)].map(([file, inFile]) => {
    const told = inFile.slice(0, MOST_OF_A_FILE).map((each) => `  - ${describe(each, where)}`);
    const more = inFile.length - told.length;
    return [
      `${markdownCode(file)} <sub>${markdownCode(reproduction([file], where))}</sub>`,
      ...told,
      ...(more > 0 ? [`  - … and ${countOf(more, 'more finding')} of this file`] : []),
    ].join('\n');
  });
}

const MOST_OF_A_FILE = 25;

function describe({ finding }: ElsewhereFinding, where: Whereabouts): string {
  // What admission would change, the message says.
  const word = finding.outcome === 'mutate' ? undefined : outcomeWord(finding.outcome);
  const exemption = finding.exemption ? ` (${exemptionWords(finding.exemption)})` : '';
  const about = `${lineLink(finding.location.span, where)} ${ruleCode(finding, where)} on ${markdownCode(nameOfObject(finding.object))}`;
  return `${signOf(finding)} ${about}${word ? ` (${word})` : ''}: ${inline(reasonOf(finding))}${exemption}`;
}
