import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Hunk } from '../model/files.ts';
import { parseHunkHeader } from '../revisions/hunk-header.ts';
import type { NamedText, TextDiff, TextsToDiff } from '../revisions/text-diff.ts';
import { openGit } from './git.ts';
import type { Environment } from './git-environment.ts';

export interface DiffOptions {
  readonly environment: Environment;
  readonly untrusted: string;
  /** Whether the new texts lie on the disk, where a checkout may have given them `\r\n` that the old ones have not got. */
  readonly after: 'committed' | 'checked-out';
}

/** git compares each removed file with each added one; beyond this many it looks for none (its own `diff.renameLimit`). */
const RENAME_LIMIT = 1_000;

/**
 * The diff of texts as git makes it, in one process for all: they are written to an empty folder of our own under plain
 * names, and compared there with `git diff --no-index`. So the attributes and the configuration of the repository have no
 * say (no text conversion, no external diff, no `-diff` attribute that would hide a change), the working tree and commits
 * are compared alike, and the hunks are those that GitHub shows.
 */
export async function diffTexts(texts: TextsToDiff, { environment, untrusted, after }: DiffOptions): Promise<TextDiff> {
  const renames = texts.removed.length > 0 && texts.added.length > 0;
  if (texts.modified.length === 0 && !renames) return { modified: [], renamed: [] };
  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-'));
  try {
    const written = writeTexts(folder, after === 'checked-out' ? withSameLineEnds(texts) : texts, { renames });
    const { stdout } = await openGit({ folder, untrusted }, environment).run(
      ['diff', '--no-index', '--text', '-U3', '--inter-hunk-context=0', '--diff-algorithm=myers', '--indent-heuristic']
        .concat(['--no-prefix', '--no-color', '--no-ext-diff', '--no-textconv', '--diff-filter=MR'])
        .concat([renames ? '-M50%' : '--no-renames', `-l${RENAME_LIMIT}`, 'before', 'after']),
      { expectedExitCodes: [1] },
    );
    return readDiff(stdout.toString('latin1'), texts.modified.length, written);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A working tree with `\r\n` (autocrlf) beside a commit with `\n`: only the lines that differ otherwise have changed. */
function withSameLineEnds(texts: TextsToDiff): TextsToDiff {
  const modified = texts.modified.map(({ path, before, after }) => ({
    path,
    before,
    after: after.includes('\r\n') && !before.includes('\r\n') ? after.replaceAll('\r\n', '\n') : after,
  }));
  return { ...texts, modified };
}

interface Written {
  readonly removed: ReadonlyMap<string, number>;
  readonly added: ReadonlyMap<string, number>;
}

function writeTexts(folder: string, texts: TextsToDiff, { renames }: { readonly renames: boolean }): Written {
  mkdirSync(join(folder, 'before'));
  mkdirSync(join(folder, 'after'));
  for (const [index, { before, after }] of texts.modified.entries()) {
    writeFileSync(join(folder, 'before', `m${index}`), before);
    writeFileSync(join(folder, 'after', `m${index}`), after);
  }
  const write = (side: string, files: readonly NamedText[]) =>
    new Map(
      (renames ? files : []).map(({ path, text }, index) => {
        // Numbered so that they sort as the files do: where two files are equally alike, git takes the first.
        const name = `${side}/${side[0]}${String(index).padStart(8, '0')}/${plainName(path)}`;
        mkdirSync(dirname(join(folder, name)));
        writeFileSync(join(folder, name), text);
        return [name, index];
      }),
    );
  return { removed: write('before', texts.removed), added: write('after', texts.added) };
}

/** git prefers to pair files of the same name, so some of the name is kept. */
function plainName(path: string): string {
  return `f-${basename(path)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(-100)}`;
}

/** Lines of content start with a blank, `+`, `-` or `\`, so these few lines cannot be forged by a file. */
function readDiff(output: string, modifiedCount: number, written: Written): TextDiff {
  const modified = Array.from({ length: modifiedCount }, (): Hunk[] => []);
  const renamed: { removed: number; added: number; hunks: Hunk[] }[] = [];
  let hunks: Hunk[] = [];
  let removed: number | undefined;
  for (const line of output.split('\n')) {
    if (line.startsWith('diff --git before/m')) {
      hunks = modified[Number.parseInt(line.slice('diff --git before/m'.length), 10)] ?? [];
    } else if (line.startsWith('rename from ')) {
      removed = written.removed.get(line.slice('rename from '.length));
    } else if (line.startsWith('rename to ')) {
      const added = written.added.get(line.slice('rename to '.length));
      hunks = [];
      if (removed !== undefined && added !== undefined) renamed.push({ removed, added, hunks });
    } else {
      const hunk = parseHunkHeader(line);
      if (hunk !== undefined) hunks.push(hunk);
    }
  }
  return { modified, renamed };
}
