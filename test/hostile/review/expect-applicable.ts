import { expect } from 'vitest';
import { gitRepository } from '../../repository/git-fixture.ts';
import type { Report, ReportEdit, Told } from './judge-hostile.ts';

/** The patch in the summary can be applied, and does what the suggestions of the report say and nothing else. */
export async function expectPatchOfSuggestions({ patch, report, repository, pullRequest }: Told): Promise<void> {
  await using clone = gitRepository({ clone: { from: repository.folder, options: ['--no-checkout'] } });
  clone.git('checkout', '-q', pullRequest.headSha);
  clone.write({ '.git/all.patch': patch });
  if (patch !== '') clone.git('apply', '--index', '.git/all.patch');
  const tree = clone.git('write-tree');
  const changed = clone
    .git('diff', '--name-only', '-z', 'HEAD', tree)
    .split('\0')
    .filter((file) => file !== '');
  const suggested = suggestedEdits(report).map(({ file }) => file);
  expect(changed.filter((file) => !suggested.includes(file))).toEqual([]);
  for (const file of changed) {
    const wanted = withEdits(repository.read(pullRequest.headSha, file) ?? '', suggestedEdits(report, file));
    expect(clone.git('cat-file', 'blob', `${tree}:${file}`), file).toBe(wanted.replace(/\n$/, ''));
    expect(clone.git('cat-file', '-s', `${tree}:${file}`), file).toBe(String(Buffer.byteLength(wanted)));
  }
}

/** What the button at a comment does is what the report says of the same lines. */
export function expectSuggestionsOfReport({ comments, report, repository, pullRequest }: Told): void {
  const suggesting = comments.filter(({ suggestion }) => suggestion !== undefined);
  if (suggesting.length === 0) return;
  const before = pullRequest.headSha;
  const after = pullRequest.applySuggestions(...suggesting.map(({ id }) => id));
  for (const path of new Set(suggesting.map((comment) => comment.path))) {
    const ranges = suggesting
      .filter((comment) => comment.path === path)
      .map(({ line = 0, startLine = line }) => ({ start: startLine, end: line }));
    const edits = suggestedEdits(report, path).filter(({ startLine, endLine }) =>
      ranges.some(({ start, end }) => start <= startLine && endLine <= end),
    );
    const text = repository.read(before, path) ?? '';
    expect(repository.read(after, path), path).toBe(withEdits(text, edits));
    expect(repository.read(after, path), path).not.toBe(text);
  }
}

/** Edits that several findings share, once. */
function suggestedEdits({ findings }: Report, file?: string): readonly ReportEdit[] {
  const edits = findings.flatMap(({ suggestion }) => suggestion?.edits ?? []);
  const distinct = new Map(edits.map((edit) => [JSON.stringify(edit), edit]));
  return [...distinct.values()].filter((edit) => file === undefined || edit.file === file);
}

function withEdits(text: string, edits: readonly ReportEdit[]): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  for (const { startLine, endLine, replacement } of edits.toSorted((one, other) => other.startLine - one.startLine)) {
    lines.splice(startLine - 1, endLine - startLine + 1, replacement);
  }
  return lines.join('');
}
