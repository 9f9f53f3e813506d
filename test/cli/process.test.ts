import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { labelPolicy, MAIN, Project, pod } from './project.ts';

const GOOD = pod('good', { team: 'a' });
const BAD = pod('bad');

describe('the process', () => {
  it.each([
    ['nothing', { 'policies/team.yaml': labelPolicy(), 'pod.yaml': GOOD }, 0],
    ['a violation', { 'policies/team.yaml': labelPolicy(), 'pod.yaml': BAD }, 1],
    ['a broken policy', { 'policies/team.yaml': labelPolicy().replace('rules:', 'rulez:'), 'pod.yaml': BAD }, 2],
  ])('exits for %s with its code, in every format', (_, files, expected) => {
    using project = new Project(files);
    for (const format of ['terminal', 'json', 'markdown']) {
      const { exitCode, output } = project.spawn(['check', '-o', format]);
      expect(exitCode).toBe(expected);
      expect(output).not.toBe('');
    }
  });

  it('reads standard input', () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy() });
    expect(project.spawn(['check', '-'], { input: BAD }).exitCode).toBe(1);
  });
});

describe('the terminal', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  const COLOUR = /\u001b\[/;

  it('is coloured only where it is one, or by FORCE_COLOR, and never under NO_COLOR', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': BAD });
    const output = (environment: { readonly [name: string]: string }, ...args: string[]) =>
      project.spawn(['check', ...args], { environment }).output;
    expect(output({})).not.toMatch(COLOUR);
    expect(output({ FORCE_COLOR: '1' })).toMatch(COLOUR);
    expect(output({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toMatch(COLOUR);
    expect(output({ FORCE_COLOR: '1' }, '--no-color')).not.toMatch(COLOUR);
    expect(output({ FORCE_COLOR: '1' }, '-o', 'json')).not.toMatch(COLOUR);
  });

  it('may stop reading: the exit code stays', async () => {
    const pods = Array.from({ length: 400 }, (_, index) => pod(`p${index}`)).join('---\n');
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pods.yaml': pods });

    const script = `"${process.execPath}" "${MAIN}" check | head -n 1 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: project.folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe('1\n');
  });
});

describe('tidewaiter', () => {
  it.each([
    [['--version'], /^tidewaiter \d+\.\d+\.\d+\n$/],
    [['--help'], /Usage: tidewaiter COMMAND/],
    [['help', 'check'], /Usage: tidewaiter check/],
    [['check', '--help'], /--fail-on LEVEL/],
    [['fix', '-h'], /--dry-run/],
    [['explain', '--help'], /POLICY\[\/RULE\] FILE/],
  ])('%j', async (args, expected) => {
    using project = new Project({}, { git: false });
    expect(project.spawn(args)).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(expected),
      diagnostics: '',
    });
  });

  it('loads nothing of ours for its version', async () => {
    const trace = `import { registerHooks } from 'node:module'; registerHooks({ load(url, context, next) { if (url.startsWith('file:')) console.error(url); return next(url, context); } });`;
    const { stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(trace)}`, MAIN, '--version'],
      { encoding: 'utf8' },
    );
    const loaded = stderr.split('\n').filter((line) => line.startsWith('file:'));
    expect(loaded.map((url) => url.replace(/.*\//, ''))).toEqual(['main.ts', 'package.json']);
  });

  it('without a command says what there is, and that nothing was judged', async () => {
    using project = new Project({}, { git: false });
    expect(await project.run([])).toMatchObject({
      exitCode: 2,
      output: '',
      diagnostics: expect.stringContaining('Usage'),
    });
  });
});
