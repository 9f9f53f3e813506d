import { assertNever } from '../base/assert-never.ts';
import { countOf } from '../base/count-of.ts';
import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import type { Suggestion } from '../model/suggestion.ts';
import type { LineComment } from '../review/place-comments.ts';
import { fencedBlock, markdownBlock, markdownCode } from './escape-markdown.ts';
import { nameOfRule, proofLine } from './finding-words.ts';
import { MOST_IN_A_COMMENT } from './markdown-budget.ts';
import { exemptionWords, inline, LEVEL_SIGNS, quote, ruleCode } from './markdown-parts.ts';
import { suggestionLines } from './suggestion-lines.ts';
import { webAddress } from './web-address.ts';
import { reproduction, type Whereabouts } from './whereabouts.ts';

/**
 * What is said on lines of the diff: what is wrong, what admission would do, the lines to take instead with their proof, and how to see it
 * at home. Equal words about several objects are said once. Never longer than GitHub takes.
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
  return [
    ...said,
    ...(left > 0 ? [`… and ${countOf(left, 'more finding')} here.`] : []),
    ...offerBlocks(comment),
    `<sub>${markdownCode(reproduction([comment.file], where))}</sub>`,
  ].join('\n\n');
}

/** The findings in words; those that differ only in their object are one. */
function sayOnce(findings: readonly ReportedFinding[], where: Whereabouts): readonly string[] {
  const alike = Map.groupBy(findings, ({ policyId, rule, message, level, outcome }) =>
    JSON.stringify([policyId, rule, message, level, outcome]),
  );
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
  const page = webAddress(finding.documentation);
  return [
    `**${LEVEL_SIGNS[finding.level]} ${consequence(finding)}** · ${subject}`,
    '',
    ...quote(finding.message),
    '',
    `Rule ${ruleCode(finding, where)}${page === undefined ? '' : ` · [documentation](${page})`}${status(finding)}`,
  ].join('\n');
}

/** What the cluster's admission would do about it. */
function consequence(finding: ReportedFinding): string {
  const policy = markdownCode(finding.policyId);
  if (finding.outcome === 'mutate')
    return `${policy} would change this at admission: commit it, so that Git and the cluster stay equal`;
  switch (finding.level) {
    case 'enforce':
      return `Would be denied by ${policy} (enforce)`;
    case 'warn':
      return `Would be admitted with a warning by ${policy} (warn)`;
    case 'audit':
      return `Would be reported by ${policy} (audit)`;
    default:
      return assertNever(finding.level);
  }
}

function status({ status: known, exemption }: ReportedFinding): string {
  const existing = known === 'existing' ? ' · was so before this pull request' : '';
  return `${existing}${exemption ? ` · ${exemptionWords(exemption)}` : ''}`;
}

function offerBlocks({ offer, findings }: LineComment): readonly string[] {
  switch (offer.outcome) {
    case 'lines': {
      const { replacement } = offer.edit;
      const lines = replacement === undefined ? [] : replacement.split('\n');
      return [fencedBlock('suggestion', lines).join('\n'), proof(offer.suggestion, findings)];
    }
    case 'withheld':
      return [
        `There is a proven fix, which GitHub cannot take over from here: ${offer.reason}. ${markdownCode('npx tidewaiter fix')} writes it.`,
        diffBlock(offer.suggestion),
        proof(offer.suggestion, findings),
      ];
    case 'none':
      return noFix(findings);
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
  return `<sub>✔ ${proofLine(suggestion.proof)}.${which}</sub>`;
}

function noFix(findings: readonly ReportedFinding[]): readonly string[] {
  const reasons = new Set(findings.flatMap(({ mending }) => (mending.outcome === 'none' ? [mending.reason] : [])));
  return [...reasons].slice(0, 1).map((reason) => `<sub>No suggestion: ${inline(reason)}.</sub>`);
}
