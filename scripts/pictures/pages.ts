import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ansiToHtml } from './ansi-to-html.ts';
import { diffTable } from './diff-table.ts';
import { escapeHtml } from './escape-html.ts';
import type { PatchLine } from './patch-lines.ts';
import { renderMarkdown } from './render-markdown.ts';

export interface CommentOnLines {
  readonly file: string;
  readonly body: string;
  readonly startLine: number;
  readonly endLine: number;
  /** The file's part of the pull request's diff. */
  readonly diff: readonly PatchLine[];
}

/** How many lines of the diff stand above and below the comment. */
const LINES_ABOVE = 6;
const LINES_BELOW = 2;

/** A comment on lines of the diff, as it stands among the changed files. */
export function suggestionPage({ file, body, startLine, endLine, diff }: CommentOnLines): string {
  const end = diff.findIndex(({ newNumber }) => newNumber === endLine) + 1;
  const replaced = diff.filter(({ newNumber = 0 }) => startLine <= newNumber && newNumber <= endLine);
  const html = renderMarkdown(body, 'comment', { startLine, lines: replaced.map(({ text }) => text) });
  return page(`<div class="box">
    <div class="box-header file">${escapeHtml(file)}</div>
    ${diffTable(diff.slice(Math.max(0, end - LINES_ABOVE), end))}
    <div class="thread"><div class="author">${AVATAR}${AUTHOR}</div><div class="markdown-body">${html}</div></div>
    ${diffTable(diff.slice(end, end + LINES_BELOW))}
  </div>`);
}

/** A comment of the conversation. */
export function summaryPage(body: string): string {
  return page(`<div class="conversation">${AVATAR}
    <div class="box">
      <div class="box-header">${AUTHOR}</div>
      <div class="box-body markdown-body">${renderMarkdown(body, 'comment')}</div>
    </div>
  </div>`);
}

/** What the page of a workflow's run shows of a job. */
export function stepSummaryPage(summary: string): string {
  return page(`<div class="box">
    <div class="box-header"><strong>tidewaiter summary</strong></div>
    <div class="box-body markdown-body">${renderMarkdown(summary, 'summary')}</div>
  </div>`);
}

export function terminalPage(command: string, output: string): string {
  return page(`<div class="terminal">
    <div class="terminal-bar"><i></i><i></i><i></i></div>
    <pre>$ ${escapeHtml(command)}\n${ansiToHtml(output.trimEnd())}</pre>
  </div>`);
}

const AUTHOR = '<strong>github-actions</strong><span class="label">bot</span><span>now</span>';
const AVATAR =
  '<svg class="avatar" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#2088ff"/><circle cx="12" cy="12" r="7" fill="none" stroke="#fff" stroke-width="2"/><path d="M10 8.5v7l5.5-3.5z" fill="#fff"/></svg>';

function page(content: string): string {
  const css = createRequire(import.meta.url).resolve('github-markdown-css/github-markdown-light.css');
  const style = [css, new URL('style.css', import.meta.url)].map((file) => readFileSync(file, 'utf8')).join('\n');
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><style>${style}</style></head><body>${content}</body></html>\n`;
}
