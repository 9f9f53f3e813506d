import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ansiToHtml } from '../../scripts/pictures/ansi-to-html.ts';
import { highlightYaml } from '../../scripts/pictures/highlight-yaml.ts';
import { judgeShop } from '../../scripts/pictures/judge-shop.ts';
import { suggestionPage } from '../../scripts/pictures/pages.ts';
import { patchLines } from '../../scripts/pictures/patch-lines.ts';
import { renderMarkdown } from '../../scripts/pictures/render-markdown.ts';
import { FOLDER, picturesOf } from '../../scripts/pictures.ts';

const root = join(import.meta.dirname, '../..');
const NAMES = ['suggestion', 'summary', 'step-summary', 'terminal'];
const MOST_BYTES = 300_000;

test('the pictures are of what the Action and the command say about the example', async () => {
  const pictures = picturesOf(await judgeShop());
  expect(pictures.map(({ name }) => name)).toEqual(NAMES);
  const [suggestion, summary, stepSummary, terminal] = pictures.map(({ html }) => textOf(html));
  expect(suggestion).toMatch(
    /Would be denied by ClusterPolicy\/no-privileged-containers \(enforce\).*Suggested change/s,
  );
  expect(summary).toMatch(/github-actions.*Blocked: 5 new enforce findings.*deploy\/cart\.yaml.*policies of/s);
  expect(stepSummary).toMatch(/tidewaiter summary.*Blocked: 5 new enforce findings.*ownership\/team/s);
  expect(terminal).toMatch(/\$ npx tidewaiter check --base origin\/main deploy\/web\.yaml.* BLOCK {2}1 new enforce/s);
});

test.each(NAMES)('%s.png is there, no larger than a page may load, and shown or linked by the documents', (name) => {
  const picture = readFileSync(join(root, FOLDER, `${name}.png`));
  expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(picture.length).toBeLessThan(MOST_BYTES);
  expect(pictureSection('README.md')).toContain(`](${FOLDER}/${name}.png)`);
  expect(pictureSection('docs/github-action.md')).toContain(`](images/${name}.png)`);
});

describe('a comment with a suggestion', () => {
  test('stands below its last line, and replaces exactly the lines that it is on', () => {
    const html = suggestionPage({
      file: 'a.yaml',
      body: 'words\n\n```suggestion\nb: 2\n```\n',
      startLine: 2,
      endLine: 3,
      diff: patchLines('@@ -1,3 +1,4 @@\n a: 1\n-b: 0\n+b: 1\n+c: <1>\n d: 1'),
    });
    const rows = Array.from(
      html.matchAll(/<tr class="(\w+)">(.*?)<\/tr>/g),
      ([, kind, row = '']) => `${kind} ${textOf(row)}`,
    );
    expect(rows).toEqual([
      'same 11 a: 1',
      'removed 2-b: 0',
      'added 2+b: 1',
      'added 3+c: <1>',
      // The suggestion.
      'removed 2-b: 1',
      'removed 3-c: <1>',
      'added 2+b: 2',
      // Below the comment.
      'same 34 d: 1',
    ]);
  });
});

test('a line break is one in a comment, and none in a step summary', () => {
  expect(renderMarkdown('a\nb\n\n- c\n', 'comment')).toContain('<p>a<br>\nb</p>');
  expect(renderMarkdown('a\nb\n\n- c\n', 'summary')).toContain('<p>a\nb</p>');
});

test('code keeps every character', () => {
  for (const line of [
    '  - name: "a: b" # "why"',
    '-x: {a: [1, true], "<b>": &c d}',
    '# only',
    '',
    'url: https://x/y#z\r',
  ]) {
    expect(textOf(highlightYaml(line))).toBe(line);
  }
  expect(highlightYaml('a: true # why')).toBe(
    '<span class="pl-ent">a</span>: <span class="pl-c1">true </span><span class="pl-c"># why</span>',
  );
});

test('styles of a terminal begin, add up and end as ECMA-48 says', () => {
  expect(ansiToHtml('a\u001b[31m\u001b[1mb\u001b[22mc\u001b[39m<\u001b[1;97;41md\u001b[0me')).toBe(
    'a<span class="ansi-31 ansi-1">b</span><span class="ansi-31">c</span>&lt;<span class="ansi-1 ansi-97 ansi-41">d</span>e',
  );
});

/** What a page shows between its marker and the next heading. */
function pictureSection(page: string): string {
  const [, section = ''] = readFileSync(join(root, page), 'utf8').split('<!-- pictures -->\n');
  return section.split(/^#/m)[0] ?? '';
}

function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>|<[^>]+>/gs, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
