import { expect } from 'vitest';
import { foundIn, type HostileCase, pod } from '../hostile-case.ts';
import type { Told } from '../judge-hostile.ts';

/** What comes of a line that a policy wants otherwise and a pull request has written as it likes. */
export const SUGGESTIONS: readonly HostileCase[] = [
  offered('a fence in the line', 'true # ``` ````suggestion', 'false # ``` ````suggestion'),
  offered('a long fence in the line', `true # ${'`'.repeat(200)}`, `false # ${'`'.repeat(200)}`),
  offered('a fence of tildes in the line', 'true # ~~~', 'false # ~~~'),
  offered('HTML in the line', 'true # </details><img src=x> <!--', 'false # </details><img src=x> <!--'),
  offered('mentions in the line', 'true # @octocat Fixes #1 :shipit:', 'false # @octocat Fixes #1 :shipit:'),
  offered(
    'a marker in the line',
    'true # <!-- tidewaiter comment tidewaiter -->',
    'false # <!-- tidewaiter comment tidewaiter -->',
  ),
  offered('a command in the line', 'true # ##[error]owned ::error::owned', 'false # ##[error]owned ::error::owned'),
  offered('tabs and blanks at the end of the line', 'true\t # x \t ', 'false\t # x \t '),
  offered('another script in the line', 'true # größe 大小 حجم 😀 e\u0301', 'false # größe 大小 حجم 😀 e\u0301'),
  offered('no line break at the end of the file', { written: 'true', end: '' }, 'false'),
  offered(
    'a line that looks like one of a diff',
    { written: 'true', before: '      # --- a/x\n      # +++ b/x\n      # @@ -1 +1 @@\n' },
    'false',
  ),
  offered(
    'a name of a file that git quotes',
    { written: 'true', file: 'suggestions/"q" \\ ü 😀\t.yaml', quoted: '"b/suggestions/\\"q\\" ' },
    'false',
  ),
  offered(
    'a name of a file with blanks',
    { written: 'true', file: 'suggestions/a b/ c .yaml', quoted: 'b/suggestions/a b/ c .yaml\t' },
    'false',
  ),
  offered('a name of a file that is an option', { written: 'true', file: '--directory=x.yaml' }, 'false'),
  offered(
    'a name of a file as a diff has them',
    { written: 'true', file: 'a/b/a/dev/null b/x.yaml', quoted: 'b/a/b/a/dev/null b/x.yaml\t' },
    'false',
  ),
  withheld('line breaks of Windows', 'true\r', /Windows line breaks/),
  withheld('a line break of old Macs in the line', 'true # x\r# owned', /characters that cannot be shown/),
  withheld('a form feed in the line', 'true # x\u000cy', /characters that cannot be shown/),
  withheld('line breaks of Unicode in the line', 'true # x\u0085y\u2028z\u2029', /characters that cannot be shown/),
  withheld('an order of reading that is another', 'true # \u202e eslaf', /characters that cannot be shown/),
  withheld('letters that nobody sees', 'true # a\u200b\u00ad\u{e0041}\ufeff', /characters that cannot be shown/),
  {
    tries: 'a mark of the order of bytes',
    head: { 'suggestions/bom.yaml': `\ufeff${privilegedPod('true')}` },
    expect: (told) => expect(suggestionIn(told, 'suggestions/bom.yaml')).toBe('        privileged: false'),
  },
  {
    tries: 'lines of its own that admission would write',
    head: { 'suggestions/mutation.yaml': pod({ owner: '```\n</details>\n@octocat\n::error::owned\n<!-- -->' }) },
    expect: (told) => {
      expect(suggestionIn(told, 'suggestions/mutation.yaml')).toContain('\n    ```\n    </details>\n    @octocat\n');
    },
  },
  {
    tries: 'characters of its own that admission would write',
    head: { 'suggestions/unseen.yaml': pod({ owner: 'a\u202eb\u200b\r\u2028' }) },
    expect: (told) => {
      expect(suggestionIn(told, 'suggestions/unseen.yaml')).toBeUndefined();
      expect(foundIn(told, 'suggestions/unseen.yaml')[0]?.suggestion).toBeDefined();
    },
  },
  {
    tries: 'a text of its own that is another value in YAML',
    head: {
      'suggestions/value.yaml': pod({ owner: 'x # owned\nkind: Secret' }),
      'suggestions/tag.yaml': pod({ owner: '!!js/function "x"' }),
    },
    expect: (told) => {
      expect(suggestionIn(told, 'suggestions/value.yaml')).toMatch(
        /hostname: (?:\|-\n {4}x # owned\n {4}kind: Secret|".*")$/,
      );
      expect(suggestionIn(told, 'suggestions/tag.yaml')).toMatch(/hostname: ['"]!!js/);
    },
  },
  {
    tries: 'a line that is longer than a comment',
    head: { 'suggestions/long.yaml': privilegedPod(`true # ${'x<'.repeat(40_000)}`) },
    expect: (told) => {
      expect(foundIn(told, 'suggestions/long.yaml')[0]?.suggestion).toBeDefined();
      expect(suggestionIn(told, 'suggestions/long.yaml')).toBeUndefined();
    },
  },
];

interface Written {
  readonly written: string;
  readonly end?: string;
  readonly before?: string;
  readonly file?: string;
  /** How `git diff` writes its name, where that is not simply the name. */
  readonly quoted?: string;
}

/** A line that is offered as it should be, and so is in the patch. */
function offered(tries: string, line: string | Written, becomes: string): HostileCase {
  const {
    written,
    end = '\n',
    before = '',
    file = fileOf(tries),
    quoted = `b/${file}\n`,
  } = typeof line === 'string' ? { written: line } : line;
  return {
    tries,
    head: { [file]: privilegedPod(written, { before, end }) },
    expect(told) {
      expect(suggestionIn(told, file)).toBe(`        privileged: ${becomes}`);
      expect(foundIn(told, file)[0]?.suggestion?.edits[0]?.replacement).toBe(`        privileged: ${becomes}${end}`);
      expect(told.patch).toContain(`+++ ${quoted}`);
    },
  };
}

/** A line that nobody could read as it is, or that GitHub would write otherwise: there is a sentence in place of a button. */
function withheld(tries: string, line: string, reason: RegExp): HostileCase {
  const file = fileOf(tries);
  return {
    tries,
    head: { [file]: line.endsWith('\r') ? privilegedPod('true').replaceAll('\n', '\r\n') : privilegedPod(line) },
    expect(told) {
      expect(suggestionIn(told, file)).toBeUndefined();
      expect(told.comments.find(({ path }) => path === file)?.body).toMatch(reason);
      expect(told.patch).not.toContain(file);
    },
  };
}

function fileOf(tries: string): string {
  return `suggestions/${tries.replace(/[^a-z]+/gi, '-')}.yaml`;
}

function privilegedPod(privileged: string, { before = '', end = '\n' } = {}): string {
  return `${pod({})}      securityContext:\n${before}        privileged: ${privileged}${end}`;
}

function suggestionIn({ comments }: Told, file: string): string | undefined {
  const inFile = comments.filter(({ path }) => path === file);
  expect(inFile, `comments in ${file}`).toHaveLength(1);
  return inFile[0]?.suggestion;
}
