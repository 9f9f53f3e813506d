import { countOf } from '../base/count-of.ts';
import type { ReportedFinding } from '../model/finding.ts';
import { collectFixes, type Fix } from '../review/collect-fixes.ts';
import { applyEdits } from '../text/text-edit.ts';
import { unifiedDiff } from '../text/unified-diff.ts';
import { visible } from '../text/visible.ts';
import { fencedBlock, markdownCode } from './escape-markdown.ts';
import { maskSuggestion } from './mask-secrets.ts';
import { mendingCommand, type Whereabouts } from './whereabouts.ts';

/** All proven fixes as a patch that `git apply` reads, file by file as far as they fit. */
export function patchBlock(findings: readonly ReportedFinding[], where: Whereabouts): string {
  const fixes = collectFixes(findings);
  if (fixes.length === 0) return '';
  const patches: string[] = [];
  let room = MOST_PATCH;
  for (const patch of fixes.flatMap((fix) => patchWithoutSecrets(fix) ?? [])) {
    if (!isPrintablePatch(patch, room)) continue;
    room -= patch.length;
    patches.push(patch);
  }
  const left = fixes.length - patches.length;
  const whose = patches.length === 0 ? 'The proven fixes' : `The fixes of ${countOf(left, 'more file')}`;
  const rest = `${whose} cannot be shown as a patch, for length, line breaks or secrets: ${markdownCode(mendingCommand(where))} writes them.`;
  if (patches.length === 0) return rest;
  return [
    '<details>',
    `<summary>All proven fixes as a patch, for <code>git apply</code></summary>`,
    '',
    ...fencedBlock('diff', patches.join('').replace(/\n$/, '').split('\n')),
    ...(left > 0 ? ['', rest] : []),
    '',
    '</details>',
  ].join('\n');
}

const MOST_PATCH = 20_000;

/** Whether a comment can show a patch, which is taken over as it is printed: it has room, and nothing that is not seen. */
export function isPrintablePatch(patch: string, room = MOST_PATCH): boolean {
  return patch.length <= room && visible(patch, { keepLines: true }) === patch;
}

/** Undefined where it would show a secret: covered, it would be no patch. */
function patchWithoutSecrets({ source, text, findings }: Fix): string | undefined {
  const patch = unifiedDiff(source.file, source.text, text);
  const masked = findings.flatMap(({ mending }) =>
    mending.outcome === 'suggestion' ? [maskSuggestion(mending.suggestion)] : [],
  );
  const [first] = masked;
  if (!first || first.source === source) return patch;
  const edits = new Map(
    masked.flatMap((suggestion) => suggestion.edits.map((edit) => [`${edit.start}-${edit.end}`, edit] as const)),
  );
  const shown = unifiedDiff(source.file, first.source.text, applyEdits(first.source.text, [...edits.values()]));
  return shown === patch ? patch : undefined;
}
