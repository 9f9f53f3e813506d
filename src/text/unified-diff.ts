import { structuredPatch } from 'diff';

/** The change of one file as `git diff` prints it and `git apply` reads it; empty where nothing changes. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const lines = diffHunks(before, after);
  if (lines.length === 0) return '';
  const [from, to] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  // Git marks the end of a name with a blank by a tab, where the name alone stands on the line.
  const end = path.includes(' ') && !from.startsWith('"') ? '\t' : '';
  return `${[`diff --git ${from} ${to}`, `--- ${from}${end}`, `+++ ${to}${end}`, ...lines].join('\n')}\n`;
}

/** The lines of a unified diff, its heads of files left out; none where nothing changes. */
export function diffHunks(before: string, after: string): readonly string[] {
  if (before === after) return [];
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 3 });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...lines,
  ]);
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`;
}

/** Git quotes a path with unusual bytes as C does; only a plain one stands as it is. */
function quotePath(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is quoted
  if (!/[\u0000-\u001f\u007f"\\]/.test(path)) return path;
  const quoted = Array.from(Buffer.from(path), (byte) => {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === '\\') return `\\${character}`;
    return byte < 0x20 || byte >= 0x7f ? `\\${byte.toString(8).padStart(3, '0')}` : character;
  });
  return `"${quoted.join('')}"`;
}
