import { assertNever } from '../base/assert-never.ts';
import { countOf } from '../base/count-of.ts';
import { formatPath } from '../base/path.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Suggestion } from '../model/suggestion.ts';
import type { LineComment } from '../review/place-comments.ts';
import { fencedBlock, markdownBlock, markdownCode } from './escape-markdown.ts';
import { nameOfRule, proofLine, reasonOf } from './finding-words.ts';
import { MOST_IN_A_COMMENT } from './markdown-budget.ts';
import { consequence, exemptionWords, inline, quote, ruleLine } from './markdown-parts.ts';
import { suggestionLines } from './suggestion-lines.ts';
import { mendingCommand, reproduction, type Whereabouts } from './whereabouts.ts';

/**
 * What is said on lines of the diff: what admission would do and why, the lines to take instead with their proof, and how to see it at
 * home. Equal words about several objects are said once. Never longer than GitHub takes.
 */
export function commentToMarkdown(comment: LineComment, where: Whereabouts): string {
  const said = sayOnce(comment.findings, where);
  for (let count = said.length; count > 0; count = Math.floor(count / 2)) {
    const text = compose(comment, said.slice(0, count), said.length - count, where);
    if (text.length <= MOST_IN_A_COMMENT) return text;
  }
  const withheld = { ...comment, offer: { outcome: 'none' } as const };
  const text = compose(withheld, said.slice(0, 1), said.length - 1, where);
  // Cut anywhere inside, text would be read as Markdown.
  return text.length <= MOST_IN_A_COMMENT ? text : TOO_LONG;
}

const TOO_LONG = 'What is to be said here is too long for a comment: the log of the job tells it.';

function compose(comment: LineComment, said: readonly string[], left: number, where: Whereabouts): string {
  const { blocks, proven } = offered(comment, where);
  const footer = [...proven, `Reproduce: ${markdownCode(reproduction([comment.file], where))}`];
  return [
    ...said,
    ...(left > 0 ? [`… and ${countOf(left, 'more finding')} here.`] : []),
    ...blocks,
    `<sub>${footer.join('<br>')}</sub>`,
  ].join('\n\n');
}

/** The findings in words; those that differ only in their object are one. */
function sayOnce(findings: readonly ReportedFinding[], where: Whereabouts): readonly string[] {
  const alike = Map.groupBy(findings, (finding) => {
    const { policyId, rule, path, level, outcome } = finding;
    return JSON.stringify([policyId, rule, reasonOf(finding), formatPath(path), level, outcome]);
  });
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const objects = [...new Set(group.map(({ object }) => nameOfObject(object)))];
    return [wordsOfFinding(first, objects, where)];
  });
}

const MOST_OBJECTS = 3;

function wordsOfFinding(finding: ReportedFinding, objects: readonly string[], where: Whereabouts): string {
  const named = objects.slice(0, MOST_OBJECTS).map((name) => markdownCode(name));
  const more = objects.length - named.length;
  const subject = `${named.join(', ')}${more > 0 ? ` and ${countOf(more, 'more object')}` : ''}`;
  return [
    `**${consequence(finding)}** · ${subject}`,
    '',
    ...quote(reasonOf(finding)),
    ...(finding.outcome === 'mutate' ? ['', 'Commit it, so that Git and the cluster stay equal.'] : []),
    ...(finding.exemption ? ['', `It ${exemptionWords(finding.exemption)}`] : []),
    '',
    `<sub>${ruleLine(finding, where)}</sub>`,
  ].join('\n');
}

/** What could be taken over, and what speaks for it. */
function offered(
  { offer, findings }: LineComment,
  where: Whereabouts,
): { readonly blocks: readonly string[]; readonly proven: readonly string[] } {
  switch (offer.outcome) {
    case 'lines': {
      const { replacement } = offer.edit;
      const lines = replacement === undefined ? [] : replacement.split('\n');
      return { blocks: [fencedBlock('suggestion', lines).join('\n')], proven: [proof(offer.suggestion, findings)] };
    }
    case 'withheld': {
      const reason = `There is a proven fix, which GitHub cannot take over from here: ${offer.reason}. ${markdownCode(mendingCommand(where))} writes it.`;
      return { blocks: [reason, diffBlock(offer.suggestion)], proven: [proof(offer.suggestion, findings)] };
    }
    case 'none':
      return { blocks: [], proven: noFix(findings) };
    default:
      return assertNever(offer);
  }
}

function diffBlock(suggestion: Suggestion): string {
  const signs = { removed: '-', added: '+', same: ' ' };
  const lines = suggestionLines(suggestion).flat();
  return markdownBlock(
    'diff',
    lines.map(({ kind, text }) => `${signs[kind]}${text}`),
  ).join('\n');
}

/** Where a comment tells more than its suggestion mends, what it mends is named. */
function proof(suggestion: Suggestion, findings: readonly ReportedFinding[]): string {
  const mended = findings.filter(
    ({ mending }) => mending.outcome === 'suggestion' && mending.suggestion.edits === suggestion.edits,
  );
  const names = [...new Set(mended.map(nameOfRule))].map((name) => markdownCode(name));
  const which = mended.length < findings.length ? ` It mends ${names.join(', ')}.` : '';
  return `✔ Fix ${proofLine(suggestion.proof)}.${which}`;
}

function noFix(findings: readonly ReportedFinding[]): readonly string[] {
  const reasons = new Set(findings.flatMap(({ mending }) => (mending.outcome === 'none' ? [mending.reason] : [])));
  return [...reasons].slice(0, 1).map((reason) => `No suggestion: ${inline(reason)}.`);
}
