import { highlightYaml } from './highlight-yaml.ts';
import type { PatchLine } from './patch-lines.ts';

export interface DiffRow {
  readonly kind: PatchLine['kind'];
  /** What stands in its columns of line numbers. */
  readonly numbers: readonly (number | undefined)[];
  readonly text: string;
}

const SIGNS = { added: '+', removed: '-', same: ' ' } as const;

/** Lines of a diff as GitHub shows them, with their numbers before and after. */
export function diffTable(lines: readonly PatchLine[]): string {
  const rows = lines.map(({ kind, oldNumber, newNumber, text }) =>
    diffRow({ kind, numbers: [oldNumber, newNumber], text }),
  );
  return `<table class="diff">${rows.join('\n')}</table>`;
}

export function diffRow({ kind, numbers, text }: DiffRow): string {
  const cells = numbers.map((number) => `<td class="number">${number ?? ''}</td>`);
  return `<tr class="${kind}">${cells.join('')}<td class="sign">${SIGNS[kind]}</td><td class="code">${highlightYaml(text)}</td></tr>`;
}
