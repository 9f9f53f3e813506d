/** A line of a file's diff, with its number before and after. */
export interface PatchLine {
  readonly kind: 'added' | 'removed' | 'same';
  readonly oldNumber?: number;
  readonly newNumber?: number;
  readonly text: string;
}

/** The lines of a patch as GitHub's API gives it, without the heads of its hunks. */
export function patchLines(patch: string): readonly PatchLine[] {
  let oldNumber = 0;
  let newNumber = 0;
  return patch.split('\n').flatMap((line): readonly PatchLine[] => {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (head) [oldNumber, newNumber] = [Number(head[1]), Number(head[2])];
    const text = line.slice(1);
    switch (line[0]) {
      case '+':
        return [{ kind: 'added', newNumber: newNumber++, text }];
      case '-':
        return [{ kind: 'removed', oldNumber: oldNumber++, text }];
      case ' ':
        return [{ kind: 'same', oldNumber: oldNumber++, newNumber: newNumber++, text }];
      default:
        return [];
    }
  });
}
