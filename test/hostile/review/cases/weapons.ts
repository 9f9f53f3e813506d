import { expect } from 'vitest';
import type { Files } from '../../../github-twin/twin.ts';
import { foundIn, type HostileCase, pod } from '../hostile-case.ts';
import type { Told } from '../judge-hostile.ts';

/** More than anybody can read or hold: there is an answer in bounded time, and no body is longer than GitHub takes. */
export const WEAPONS: readonly HostileCase[] = [
  {
    tries: 'thousands of findings in one file',
    head: { 'weapons/many.yaml': pods(3_000, 'no').join('---\n') },
    expect(told) {
      expect(foundIn(told, 'weapons/many.yaml')).toHaveLength(3_000);
      expect(told.comments).toHaveLength(30);
      expect(told.markdown.get('step summary')).toMatch(/\d[\d,]* more finding/);
    },
  },
  {
    tries: 'hundreds of files with long names and messages',
    head: Object.fromEntries(pods(150, '<@octocat|'.repeat(1_000)).map((text, index) => [longName(index), text])),
    expect: (told) => {
      for (let index = 0; index < 150; index++) foundIn(told, longName(index));
    },
  },
  {
    tries: 'a message that never ends',
    head: { 'a/message.yaml': pod({ says: '`<img src=x>` @octocat\n'.repeat(5_000) }) },
    expect: (told) =>
      expect(commentOn(told, 'a/message.yaml')).toMatch(/`<img src=x>`.*… \(113,000 more characters\)/s),
  },
  {
    tries: 'a line of four megabytes',
    head: { 'weapons/line.yaml': pod({ says: 'no', long: '#'.repeat(4_000_000) }) },
    expect: (told) => expect(foundIn(told, 'weapons/line.yaml')).toHaveLength(1),
  },
  unreadable('a file of six megabytes', `${pod({ says: 'no' })}# ${'x'.repeat(6_000_000)}\n`, /bytes/),
  unreadable('aliases that multiply', `${pod({})}${bomb()}`, /alias/i),
  unreadable('an alias that holds itself', `${pod({})}a: &a\n  b: *a\n`, /alias/i),
  unreadable(
    'lists of lists of lists',
    `${pod({})}a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
    /deep|nest|level/i,
  ),
  unreadable('mappings that never end', `${pod({})}a: ${'{a: '.repeat(10_000)}\n`, /deep|nest|level|closed/i),
  unreadable(
    'a hundred thousand documents',
    `${'---\na: 1\n'.repeat(100_000)}---\n${pod({ says: 'no' })}`,
    /documents/,
  ),
  unreadable(
    'an error that quotes what is hostile',
    `${pod({})}"</details><img src=x> @octocat\\n#1 \`::error::owned": [ ##[error]owned\n`,
    /./,
  ),
  unreadable(
    'a key twice, whose name is hostile',
    `${pod({})}? "<img src=x>\`@octocat\\n::error::owned"\n: 1\n? "<img src=x>\`@octocat\\n::error::owned"\n: 2\n`,
    /./,
  ),
  unreadable('a tag that is a command', `${pod({})}a: !<tag:::error::owned<img>> x\nb: !!binary "@@"\n`, /./),
  unreadable('no text at all', Buffer.from([...Buffer.from(pod({ says: 'no' })), 0xff, 0xfe, 0x00]), /binary|UTF-8/),
  unreadable('text in another encoding', Buffer.from(`\ufeff${pod({ says: 'no' })}`, 'utf16le'), /UTF-16/),
  unreadable(
    'no text, in a file with a hostile name',
    Buffer.from([0]),
    /binary/,
    'weapons/`<img src=x>` @octocat\n# owned\n::error::owned\n##[error]owned #1.yaml',
  ),
];

function commentOn({ comments }: Told, file: string): string | undefined {
  return comments.find(({ path }) => path === file)?.body;
}

/** A file that nobody can judge, which is said with the reason. */
function unreadable(
  tries: string,
  content: Files[string],
  reason: RegExp,
  file = `weapons/${tries.replace(/[^a-z]+/g, '-')}.yaml`,
): HostileCase {
  return {
    tries,
    head: { [file]: content },
    expect(told) {
      const problems = told.report.problems.filter(({ message }) => message.includes(file));
      expect(problems).toHaveLength(1);
      expect(problems[0]?.message).toMatch(reason);
      expectRed(told);
    },
  };
}

function expectRed({ exitCode, report }: Told): void {
  expect(report.decision).toBe('block');
  expect(exitCode).toBe(1);
}

function pods(count: number, words: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => pod({ name: `web-${index}`, says: words }));
}

function longName(index: number): string {
  return `weapons/${'@octocat`|<img>'.repeat(12)}/${index}.yaml`;
}

function bomb(): string {
  const levels = Array.from({ length: 30 }, (_, level) => {
    const before = level === 0 ? Array(9).fill('"lol"') : Array(9).fill(`*l${level - 1}`);
    return `l${level}: &l${level} [${before.join(', ')}]\n`;
  });
  return levels.join('');
}
