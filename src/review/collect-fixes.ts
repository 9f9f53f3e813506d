import type { ReportedFinding } from '../model/finding.ts';
import type { Source } from '../text/source.ts';
import { applyEdits, type TextEdit } from '../text/text-edit.ts';

/** A file as it was judged, and as it will be. */
export interface Fix {
  readonly source: Source;
  readonly text: string;
  readonly findings: readonly ReportedFinding[];
}

/** The proven suggestions of findings, file by file. Findings that the same edits mend name the same edits: they are applied once. */
export function collectFixes(findings: readonly ReportedFinding[]): readonly Fix[] {
  const mended = findings.filter((finding) => finding.status !== 'fixed' && finding.mending.outcome === 'suggestion');
  return [...Map.groupBy(mended, sourceOf)].flatMap(([source, inFile]) => {
    if (source === undefined) return [];
    return [{ source, text: applyEdits(source.text, distinctEdits(inFile)), findings: inFile }];
  });
}

function sourceOf({ mending }: ReportedFinding): Source | undefined {
  return mending.outcome === 'suggestion' ? mending.suggestion.source : undefined;
}

function distinctEdits(findings: readonly ReportedFinding[]): readonly TextEdit[] {
  const edits = new Map<string, TextEdit>();
  for (const { mending } of findings) {
    if (mending.outcome !== 'suggestion') continue;
    for (const edit of mending.suggestion.edits) edits.set(`${edit.start}-${edit.end}-${edit.replacement}`, edit);
  }
  return [...edits.values()];
}
