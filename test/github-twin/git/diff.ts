import { remember } from '../remember.ts';
import { readCommit } from './commits.ts';
import { type ChangeCount, countChanges } from './count-changes.ts';
import type { ObjectStore } from './object-store.ts';
import { runGit } from './run-git.ts';

/** One file's part of a diff, as git tells it. */
export interface FileDiff {
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  readonly path: string;
  readonly previousPath?: string;
  /** The blob after, or for a removed file the one before. */
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
  readonly content:
    | { readonly kind: 'text'; readonly patch: string; readonly hunks: readonly Hunk[] }
    | { readonly kind: 'binary' }
    /** Too long to be shown. */
    | { readonly kind: 'left-out' };
}

export interface Hunk {
  readonly header: string;
  readonly lines: readonly HunkLine[];
}

/** `position` counts the lines below the first hunk's header, further headers included. */
export type HunkLine = { readonly text: string; readonly position: number } & (
  | { readonly kind: 'context'; readonly left: number; readonly right: number }
  | { readonly kind: 'added'; readonly right: number }
  | { readonly kind: 'removed'; readonly left: number }
  | { readonly kind: 'no-newline' }
);

/** Diffs of two commits or trees. Both never change, so every answer is kept. */
export class Diffs {
  readonly #store: ObjectStore;
  readonly #known = new Map<string, readonly FileDiff[]>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  between(before: string, after: string): readonly FileDiff[] {
    return remember(this.#known, `${before} ${after}`, () => (before === after ? [] : this.#ask(before, after)));
  }

  /** How much they differ. Most of the time git need not be asked. */
  count(before: string, after: string): ChangeCount {
    const known = this.#known.get(`${before} ${after}`);
    const quick =
      known === undefined ? countChanges(this.#store, this.#treeOf(before), this.#treeOf(after)) : undefined;
    if (quick !== undefined) return quick;
    const files = this.between(before, after);
    const total = (of: 'additions' | 'deletions') => files.reduce((sum, file) => sum + file[of], 0);
    return { files: files.length, additions: total('additions'), deletions: total('deletions') };
  }

  #treeOf(revision: string): string {
    return this.#store.read(revision)?.type === 'commit' ? readCommit(this.#store, revision).tree : revision;
  }

  #ask(before: string, after: string): readonly FileDiff[] {
    const options = [
      '-r',
      '-M',
      '-z',
      '--raw',
      '--patch',
      '--full-index',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
    ];
    const { stdout } = runGit(this.#store.gitDirectory, ['diff-tree', ...options, before, after]);
    return parseDiff(stdout.toString('utf8'));
  }
}

interface RawChange {
  readonly status: FileDiff['status'];
  readonly path: string;
  readonly previousPath?: string;
  readonly blob: string;
  /** git tells a file that became a link as a removal and an addition. */
  readonly sections: 1 | 2;
}

function parseDiff(output: string): readonly FileDiff[] {
  if (output === '') return [];
  const end = output.indexOf('\0\0');
  const changes = parseRaw(output.slice(0, end < 0 ? output.length : end + 1));
  const sections = output.slice(end + 2).split(/(?<=\n)(?=diff --git )/);
  let next = 0;
  return changes.map((change) => {
    const own = sections.slice(next, next + change.sections);
    next += change.sections;
    return describe(change, own);
  });
}

function parseRaw(text: string): readonly RawChange[] {
  const fields = text.split('\0');
  const changes: RawChange[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const [, , before = '', after = '', letter = ''] = (fields[at++] ?? '').split(' ');
    const first = fields[at++] ?? '';
    const kind = letter[0];
    const path = kind === 'R' || kind === 'C' ? (fields[at++] ?? '') : first;
    changes.push({
      status: kind === 'M' && before === after ? 'changed' : statusOf(kind),
      path,
      ...(path === first ? {} : { previousPath: first }),
      blob: kind === 'D' ? before : after,
      sections: kind === 'T' ? 2 : 1,
    });
  }
  return changes;
}

function statusOf(letter: string | undefined): FileDiff['status'] {
  switch (letter) {
    case 'A':
      return 'added';
    case 'D':
      return 'removed';
    case 'R':
      return 'renamed';
    case 'C':
      return 'copied';
    case 'T':
      return 'changed';
    default:
      return 'modified';
  }
}

function describe({ sections: _, ...change }: RawChange, sections: readonly string[]): FileDiff {
  const binary = sections.some((section) => /\nBinary files [^\n]* differ\n$/.test(section));
  if (binary) return { ...change, additions: 0, deletions: 0, content: { kind: 'binary' } };
  const patch = sections.map(hunksOf).filter(Boolean).join('\n');
  const hunks = parseHunks(patch);
  const count = (kind: HunkLine['kind']) =>
    hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.kind === kind).length, 0);
  return { ...change, additions: count('added'), deletions: count('removed'), content: { kind: 'text', patch, hunks } };
}

function hunksOf(section: string): string {
  const start = section.indexOf('\n@@ ');
  return start < 0 ? '' : section.slice(start + 1).replace(/\n$/, '');
}

export function parseHunks(patch: string): readonly Hunk[] {
  const hunks: { header: string; lines: HunkLine[] }[] = [];
  let left = 0;
  let right = 0;
  let position = -1;
  for (const text of patch === '' ? [] : patch.split('\n')) {
    position += 1;
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (header !== null) {
      left = Number(header[1]);
      right = Number(header[2]);
      hunks.push({ header: text, lines: [] });
      continue;
    }
    const lines = hunks.at(-1)?.lines;
    if (text.startsWith('+')) lines?.push({ kind: 'added', text, position, right: right++ });
    else if (text.startsWith('-')) lines?.push({ kind: 'removed', text, position, left: left++ });
    else if (text.startsWith('\\')) lines?.push({ kind: 'no-newline', text, position });
    else lines?.push({ kind: 'context', text, position, left: left++, right: right++ });
  }
  return hunks;
}
