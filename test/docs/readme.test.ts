import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { nextSteps } from '../../src/cli/init/next-steps.ts';
import { readConfiguration } from '../../src/policy/read-configuration.ts';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'src/cli/main.ts');
const readme = read('README.md');
const COMMAND_PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...['getting-started', 'workflows', 'github-action', 'errors'].map((name) => `docs/${name}.md`),
];

test('README starts with the two commands that set everything up', () => {
  const [first] = blocks(readme, 'sh');
  expect(first?.split('\n').map((line) => line.split('#')[0]?.trim())).toEqual([
    'npm ci && npm run demo',
    'npm cit',
    '',
  ]);
  expect(Object.keys(JSON.parse(read('package.json')).scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
});

test('README shows what the command says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-readme-'));
  try {
    const [manifest = ''] = blocks(readme, 'yaml');
    writeFileSync(join(folder, 'pod.yaml'), manifest);
    const [shown = ''] = blocks(readme, 'console');
    const [command = '', ...output] = shown.split('\n');
    const [dollar, name, ...args] = command.split(' ');
    expect([dollar, name]).toEqual(['$', 'tidewaiter']);
    const { stdout } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8', env: {} });
    expect(withoutTime(stdout)).toBe(withoutTime(output.join('\n')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('every command in the documents exists with its options', () => {
  const commands = COMMAND_PAGES.flatMap((file) =>
    Array.from(
      read(file).matchAll(/`[^`\n]*?\btidewaiter (check|fix|explain|test|init)\b([^`\n]*)`/g),
      ([, name = '', rest = '']) => ({
        name,
        options: Array.from(rest.matchAll(/(?<= )(--?[a-z][a-z-]*)/g), ([option]) => option),
      }),
    ),
  );
  expect(commands.length).toBeGreaterThan(8);
  const helps = new Map(['check', 'fix', 'explain', 'test', 'init'].map((name) => [name, helpOf(name)]));
  for (const { name, options } of commands) {
    const help = helps.get(name);
    for (const option of options) expect(help, `tidewaiter ${name}`).toMatch(new RegExp(`(^|[ ,])${option}\\b`, 'm'));
  }
});

test('the configurations in README and in the introduction can be read', () => {
  for (const text of [blocks(readme, 'yaml')[1], blocks(read('docs/getting-started.md'), 'yaml')[0]]) {
    const source = { file: 'tidewaiter.yml', revision: 'base', text: text ?? '' } as const;
    expect(readConfiguration(source).outcome).toBe('read');
  }
});

test('every link between documents leads somewhere, and to a heading where it names one', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  const dead = files
    .trim()
    .split('\n')
    .flatMap((file) =>
      Array.from(read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g), ([link, target = '', anchor]) => {
        const path = target === '' ? file : posix.join(dirname(file), target);
        return { file, link, path, anchor };
      }),
    )
    .filter(
      ({ path, anchor }) =>
        !existsSync(join(root, path)) || (anchor !== undefined && !anchorsOf(read(path)).includes(anchor)),
    );
  expect(dead).toEqual([]);
});

test('the page that `tidewaiter init` sends people to is there', () => {
  const steps = nextSteps({ files: ['a'], defaultBranch: 'main', withoutRelease: undefined });
  const [, path = '', anchor = ''] = /\/blob\/[^/]+\/([^#\s]+)#(\S+)/.exec(steps) ?? [];
  expect(anchorsOf(read(path))).toContain(anchor);
});

test('every npm script that a document names exists', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = ['README.md', 'CONTRIBUTING.md', 'examples/README.md'].flatMap((file) =>
    Array.from(read(file).matchAll(/npm run ([a-z:]+)/g), ([, name = '']) => name),
  );
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

/** As GitHub makes them of headings: small letters, digits, dashes for blanks, and nothing else. */
function anchorsOf(page: string): readonly string[] {
  return Array.from(page.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function helpOf(command: string): string {
  return spawnSync(process.execPath, [main, command, '--help'], { encoding: 'utf8' }).stdout;
}

/** The contents of the fenced blocks of one language, in order. */
function blocks(page: string, language: string): readonly string[] {
  return Array.from(page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm')), ([, text = '']) => text);
}

function withoutTime(text: string): string {
  return text.replace(/· \d+ ms$/gm, '· … ms').trimEnd();
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
