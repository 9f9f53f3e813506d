import { visible } from '../text/visible.ts';

/**
 * Text that Markdown shows and does not obey, on one line: no markup, no HTML, no image, no link. An invisible character after `@`
 * and `#` keeps GitHub from telling people and from linking issues; what is to be copied belongs into `markdownCode`.
 */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[!#$()*+./:=?@[\\\]^_`{|}~-]/g, '\\$&')
    .replace(/\\[@#]|GH\\-/g, '$&\u2060');
}

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as a span of code: nothing in it is markup, and it can be copied. In a table a bar has to be escaped even there. */
export function markdownCode(text: string): string {
  const shown = visible(text).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(shown) + 1);
  const padding = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '' ? ' ' : '';
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Lines as a block of code: the fence is longer than any in them. */
export function markdownBlock(language: string, lines: readonly string[]): readonly string[] {
  const shown = lines.map((line) => visible(line));
  const fence = '`'.repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...shown, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
