import { visible } from '../text/visible.ts';

/** Shown as nothing, and no part of a name: what it parts is no mention, no reference to an issue, no emoji. */
const WORD_JOINER = '\u2060';

/**
 * Text that Markdown shows and does not obey, on one line: no markup, no HTML, no image, no link. Nobody is told (`@name`) and no issue
 * is linked (`#1`, `GH-1`), and no emoji is shown, for some are images; what is to be copied belongs into `markdownCode`.
 */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(/:(?=[\w+-]+:)/g, `:${WORD_JOINER}`)
    .replace(/[!#$*@[\\\]^_`{|}~]/g, '\\$&')
    .replace(/:(?=\S)/g, '\\:')
    .replace(/www(?=\.)/gi, '$&\\')
    .replace(/^(\s*)([-+=]|\d+(?=[.)]))/, (_, blank: string, start: string) =>
      /\d/.test(start) ? `${blank}${start}${WORD_JOINER}` : `${blank}\\${start}`,
    )
    .replace(/\\[@#]|\bGH-(?=\d)/gi, `$&${WORD_JOINER}`);
}

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text as a span of code: nothing in it is markup, and it can be copied. In a table a bar has to be escaped even there. */
export function markdownCode(text: string, place: 'text' | 'table' = 'text'): string {
  const shown = place === 'table' ? withoutBars(visible(text)) : visible(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const padding = /^`|`$|^ .* $/.test(shown) || shown.trim() === '' ? ' ' : '';
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** After a backslash readers of Markdown differ in what an escaped bar is: there it is shown by its number. */
function withoutBars(text: string): string {
  return text.replace(/(?<=\\)\|/g, '\\x7c').replaceAll('|', '\\|');
}

/** Lines as a block of code: the fence is longer than any in them. */
export function markdownBlock(language: string, lines: readonly string[]): readonly string[] {
  return fencedBlock(
    language,
    lines.map((line) => visible(line)),
  );
}

/** Lines as they are, for whoever is to take them over: the fence is longer than any in them. */
export function fencedBlock(language: string, lines: readonly string[]): readonly string[] {
  const fence = '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
