import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { diffRow } from './diff-table.ts';
import { escapeHtml } from './escape-html.ts';
import { highlightYaml } from './highlight-yaml.ts';

/** Lines of a file that a suggestion would replace. */
export interface ReplacedLines {
  readonly startLine: number;
  readonly lines: readonly string[];
}

/**
 * Markdown as GitHub renders it. In a comment, other than in a step summary, each line break is one, and a suggestion stands for the lines
 * that it replaces. Nothing is sanitised: this draws reports of ours for pictures, and nothing that anybody sent.
 */
export function renderMarkdown(markdown: string, place: 'comment' | 'summary', replaced?: ReplacedLines): string {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const withBreaks = place === 'summary' ? html : html.replace(/<p>.*?<\/p>/gs, breakLines);
  return withBreaks.replace(CODE_BLOCK, (_, language: string, escaped: string) => {
    const lines = unescapeHtml(escaped).replace(/\n$/, '').split('\n');
    if (language === 'suggestion' && replaced) return suggestionBlock(replaced, lines);
    return `<div class="highlight"><pre>${lines.map((line) => highlightLine(line, language)).join('\n')}</pre></div>`;
  });
}

const CODE_BLOCK = /<pre><code class="language-([\w-]+)">(.*?)<\/code><\/pre>/gs;

function breakLines(paragraph: string): string {
  return paragraph.replace(/(?<!<br \/>)\n/g, '<br>\n');
}

/** All lines that go, then all that come, whether they differ or not: so GitHub shows a suggestion. */
function suggestionBlock({ startLine, lines }: ReplacedLines, suggested: readonly string[]): string {
  const row = (kind: 'removed' | 'added') => (text: string, index: number) =>
    diffRow({ kind, numbers: [startLine + index], text });
  return [
    '<div class="suggestion"><div class="suggestion-title">Suggested change</div><table class="diff">',
    ...lines.map(row('removed')),
    ...suggested.map(row('added')),
    '</table><div class="suggestion-buttons"><button class="primary">Commit suggestion</button><button>Add suggestion to batch</button></div></div>',
  ].join('\n');
}

function highlightLine(line: string, language: string): string {
  if (language === 'yaml') return highlightYaml(line);
  if (language !== 'diff') return escapeHtml(line);
  const style = DIFF_STYLES.find(([start]) => line.startsWith(start))?.[1];
  return style === undefined ? escapeHtml(line) : `<span class="${style}">${escapeHtml(line)}</span>`;
}

/** What a line of a diff begins with, and the class that GitHub gives it; the first that fits. */
const DIFF_STYLES = [
  ['diff ', 'pl-c1'],
  ['--- ', 'pl-md'],
  ['+++ ', 'pl-mi1'],
  ['@@', 'pl-mdr'],
  ['-', 'pl-md'],
  ['+', 'pl-mi1'],
] as const;

function unescapeHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
