import { countOf } from '../../src/base/count-of.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import { type JudgeInput, loadChanges, loadGateAt, openCourt } from '../../src/pipeline.ts';
import { findLoadedPolicy } from '../../src/policy/find-policy.ts';
import { fencedBlock, markdownCode } from '../../src/report/escape-markdown.ts';
import { explainChange } from '../../src/report/explain-change.ts';
import { PLAIN_PALETTE } from '../../src/report/palette.ts';

/**
 * What a policy, or a rule of it, says to each object that is changed.
 * @throws TidewaiterError `config/*`, `policy/*`: the repository, or the name, is not right
 */
export async function explainPolicy(
  wanted: string,
  input: JudgeInput & { readonly change: ChangeSet },
): Promise<string> {
  const gate = await loadGateAt(input.change.base?.tip ?? input.change.head, input);
  const named = findLoadedPolicy(gate.policies, wanted);
  const manifests = await loadChanges(input, gate.configuration, 'changed-files');
  const court = openCourt(input, gate, manifests);
  const explanations = manifests.changes
    .map((change) => explainChange(change, named, court, PLAIN_PALETTE))
    .filter(({ isAsked }) => isAsked)
    .map(({ text }) => text);
  return explanations.length === 0
    ? `${markdownCode(wanted)} is not asked about anything that this pull request changes.`
    : withinLimit(explanations);
}

/** A comment holds 65,536 characters. */
const MOST_CHARACTERS = 50_000;

function withinLimit(explanations: readonly string[]): string {
  const shown: string[] = [];
  let room = MOST_CHARACTERS;
  for (const text of explanations) {
    if (text.length > room) continue;
    room -= text.length;
    shown.push(text);
  }
  const left = explanations.length - shown.length;
  const rest = `For length, ${countOf(left, 'object')} cannot be shown here: \`npx tidewaiter explain\` shows them in a clone.`;
  const lines = shown.join('\n').trimEnd().split('\n');
  return [...(shown.length === 0 ? [] : fencedBlock('text', lines)), ...(left === 0 ? [] : ['', rest])].join('\n');
}
