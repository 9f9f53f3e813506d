import { expect } from 'vitest';
import { OUTPUT_NAMES } from '../../../action/runner.ts';
import { commandsIn } from './commands-in.ts';
import { renderAsGitHub } from './render-as-github.ts';

/** A word with which hostile input begins wherever it would be more than text. */
const CANARY = 'owned';

/** The longest body that GitHub takes as a comment, in code points; and the most bytes of a step's summary. */
const MOST_IN_A_BODY = 65_536;
const MOST_IN_A_STEP_SUMMARY = 2 ** 20;

/**
 * Every element of a body is ours, every link leads where we mean it to, nobody is told and nothing is referred to. `addresses` are what
 * links may begin with.
 */
export function expectHarmlessMarkdown(
  place: string,
  markdown: string,
  { addresses }: { readonly addresses: readonly string[] },
): void {
  const { html, tags, links, prose } = renderAsGitHub(markdown);
  const isStepSummary = place === 'step summary';
  const [first = ''] = tags;
  expect(MARKER.test(first), `whether the ${place} begins with a marker`).toBe(!isStepSummary);
  const strange = tags.filter((tag) => !OUR_TAG.test(tag));
  expect(isStepSummary ? strange : strange.slice(1), `elements in the ${place}`).toEqual([]);
  expect(unclosed(tags), `elements that are not closed in the ${place}`).toEqual([]);
  const astray = links.filter((link) => !PLAIN_LINK.test(link) || !addresses.some((start) => link.startsWith(start)));
  expect(astray, `links in the ${place}`).toEqual([]);
  expect(html.match(STRUCTURE) ?? [], `structure of the ${place}`).toEqual([]);
  expect(prose.match(REFERENCES) ?? [], `mentions, references and emoji in the ${place}`).toEqual([]);
  if (isStepSummary) expect(Buffer.byteLength(markdown)).toBeLessThan(MOST_IN_A_STEP_SUMMARY);
  else expect([...markdown].length, place).toBeLessThanOrEqual(MOST_IN_A_BODY);
}

const MARKER = /^<!-- tidewaiter (?:summary|review|comment) tidewaiter(?: [0-9a-f]{12})* -->$/;
const OUR_TAG =
  /^<\/?(?:p|h[34]|strong|code|pre|blockquote|ul|li|table|thead|tbody|tr|th|td|details|summary|sub|a)>$|^<br>$|^<t[hd] align="right">$|^<code class="language-(?:yaml|diff|suggestion)">$|^<a href="[^"]*">$/;
/** With nothing in it that could end a link, in Markdown or in HTML. */
const PLAIN_LINK = /^https?:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/;
const STRUCTURE = new RegExp(`<(?!code)[a-z][^>]*>\\s*${CANARY}`, 'g');
/** As GitHub looks for them in text: `@octocat`, `#1`, `acme/shop#1`, `GH-1`, `:shipit:`. */
const REFERENCES = /@[a-z0-9][\w-]*|#\d+|\bGH-\d+|:[\w+-]+:/gi;

function unclosed(tags: readonly string[]): readonly string[] {
  const open: string[] = [];
  for (const tag of tags) {
    const [, end, name = 'br'] = /^<(\/?)([a-z0-9]+)/.exec(tag) ?? [];
    if (name === 'br') continue;
    if (end === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, tag];
  }
  return open;
}

/** Nothing is hidden from whoever reads a text, and nothing shown as what it is not. */
export function expectNothingUnseen(place: string, text: string): void {
  expect(text.isWellFormed(), place).toBe(true);
  expect(text.replace(COLOURS, '').match(UNSEEN) ?? [], `invisible characters in the ${place}`).toEqual([]);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the log has them
const COLOURS = /\u001b\[[\d;]*m/g;
/** But for the joiner that keeps a name from being a mention, and for what makes our signs colourful. */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\ufff9-\ufffb]|(?!\u2060|\ufe0f)\p{Default_Ignorable_Code_Point}/gu;

/** The runner obeys nothing but annotations of ours. */
export function expectHarmlessLog(log: string): void {
  const strange = commandsIn(log).filter(
    ({ name, title = CANARY, text }) =>
      name !== 'debug' && (!ANNOTATIONS.has(name) || title.startsWith(CANARY) || text.startsWith(CANARY)),
  );
  expect(strange, 'commands in the log').toEqual([]);
}

const ANNOTATIONS: ReadonlySet<string> = new Set(['error', 'warning', 'notice']);

/** `name<<delimiter`, the line of the value, the delimiter; and nothing else. */
export function expectHarmlessOutputs(outputs: string): void {
  const entries = Array.from(outputs.matchAll(/([\w-]+)<<(ghadelimiter_[\w-]+)\n(.*)\n\2\n/g));
  expect(entries.map(([text]) => text).join('')).toBe(outputs);
  for (const [, name = '', , value = ''] of entries) {
    expect(OUTPUT_NAMES).toContain(name);
    expect(value, name).toMatch(/^(?:pass|warn|block|error|\d+|https?:\/\/[\w.:/#-]+|\/[\w./-]+)$/);
  }
}
