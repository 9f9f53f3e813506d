import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPORT_FORMATS } from '../../src/report/reporters.ts';
import { labelPolicy, labelPolicyBut, Project, pod } from './project.ts';

const GOOD = pod('good', { team: 'a' });
const BAD = pod('bad');

describe('tidewaiter check', () => {
  it('passes what is right', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': GOOD });
    const { exitCode, output, diagnostics } = await project.run(['check']);
    expect(output).toMatch(/ PASS {2}nothing to object to\n$/);
    expect(diagnostics).toBe('');
    expect(exitCode).toBe(0);
  });

  it('blocks what is wrong, with the same exit code in every format', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'deploy/pod.yaml': BAD });
    const { exitCode, output } = await project.run(['check']);
    expect(output).toContain('require-team/team-label');
    expect(output).toContain('The label team is required.');
    expect(output).toContain('deploy/pod.yaml:');
    expect(output).toMatch(/\n BLOCK {2}.*\n$/);
    expect(exitCode).toBe(1);
    expect((await project.run(['check', '-o', 'json'])).exitCode).toBe(1);
    expect(await project.run(['check', '-o', 'markdown'])).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^### ⛔ Block/),
    });
  });

  it.each(REPORT_FORMATS)('takes -o %s, names it in its help, and has the same exit code', async (format) => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'deploy/pod.yaml': BAD });
    const { exitCode, output, diagnostics } = await project.run(['check', '-o', format]);
    expect(output).toContain('team-label');
    expect(diagnostics).toBe('');
    expect(exitCode).toBe(1);
    expect((await project.run(['check', '--help'])).output).toMatch(
      new RegExp(`--output[\\s\\S]*\\b${format}\\b[\\s\\S]*--suggestions`),
    );
  });

  it.each([
    ['junit', 'tests="1" failures="0"'],
    ['policyreport', 'pass: 1'],
    ['openreports', 'pass: 1'],
  ])('tells passes as %s without being asked', async (format, expected) => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': GOOD });
    expect((await project.run(['check', '-o', format])).output).toContain(expected);
  });

  it('judges only what a branch changes, against the base', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'old.yaml': BAD });
    project.git('checkout', '-q', '-b', 'feature');
    project.write({ 'new.yaml': GOOD });
    project.commit('more');
    expect((await project.run(['check', '--base', 'main'])).exitCode).toBe(0);
    project.write({ 'new.yaml': pod('new') });
    const report = JSON.parse((await project.run(['check', '--base', 'main', '-o', 'json'])).output);
    expect(report).toMatchObject({
      decision: 'block',
      head: 'worktree',
      findings: [{ file: 'new.yaml', status: 'new' }],
    });
    expect((await project.run(['check', '--base', 'main', '--head', 'feature'])).exitCode).toBe(0);
  });

  it('takes policies and configuration from the base, whatever the branch says', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': GOOD });
    project.git('checkout', '-q', '-b', 'feature');
    project.write({
      '.github/tidewaiter.yml': 'mode: observe\n',
      'policies/team.yaml': labelPolicy('Audit'),
      'pod.yaml': BAD,
    });
    project.commit('look the other way');
    expect((await project.run(['check', '--base', 'main'])).exitCode).toBe(1);
  });

  it('judges the paths that are named', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'a/pod.yaml': BAD, 'b/pod.yaml': GOOD });
    expect((await project.run(['check', 'b'])).exitCode).toBe(0);
    expect((await project.run(['check', 'a/pod.yaml'])).exitCode).toBe(1);
    expect((await project.run(['check', 'b', 'a'])).exitCode).toBe(1);
  });

  it('does not take a path that is not there for a clean one', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': GOOD });
    expect(await project.run(['check', 'pods.yaml'])).toMatchObject({
      exitCode: 2,
      output: '',
      diagnostics: expect.stringContaining('there is no file or folder "pods.yaml" to judge'),
    });
  });

  it('judges standard input by the policies around it', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy() });
    expect(await project.run(['check', '-'], { input: BAD })).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('stdin.yaml:3:1'),
    });
    expect((await project.run(['check', '-'], { input: GOOD })).exitCode).toBe(0);
  });

  it('judges by the policies that are named, wherever they are, and says so', async () => {
    using project = new Project({ 'pod.yaml': BAD });
    using policies = new Project({ 'p/team.yaml': labelPolicy() }, { git: false });
    const { exitCode, output } = await project.run(['check', '-p', join(policies.folder, 'p')]);
    expect(exitCode).toBe(1);
    expect(output).toContain('note: The policies were read from the disk (-p), not from the base branch.');
    expect(await project.run(['check', '-p', 'nowhere'])).toMatchObject({ exitCode: 2, output: '' });
  });

  it('judges a folder that is no repository', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': BAD }, { git: false });
    expect((await project.run(['check'])).exitCode).toBe(1);
    expect(await project.run(['check', '--base', 'main'])).toMatchObject({
      exitCode: 2,
      diagnostics: expect.stringContaining('git/not-a-repository'),
    });
  });

  it('judges files outside of the repository by its policies', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy() });
    using elsewhere = new Project({ 'pod.yaml': BAD }, { git: false });
    expect((await project.run(['check', join(elsewhere.folder, 'pod.yaml')])).exitCode).toBe(1);
  });

  it('shows what passed and what was skipped when asked', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': GOOD });
    expect((await project.run(['check', '--all'])).output).toContain('pass  require-team/team-label');
    expect(JSON.parse((await project.run(['check', '--all', '-o', 'json'])).output).verdicts).toMatchObject([
      { outcome: 'pass' },
    ]);
  });
});

describe('the settings of tidewaiter check', () => {
  const files = { 'policies/team.yaml': labelPolicy(), 'pod.yaml': BAD };

  it.each([
    [['--mode', 'observe'], 0],
    [['--fail-on', 'none'], 0],
    [['--fail-on', 'any'], 1],
  ])('%j exits with %i', async (args, expected) => {
    using project = new Project(files);
    expect((await project.run(['check', ...args])).exitCode).toBe(expected);
  });

  it('are the flag, then the variable, then the file', async () => {
    using project = new Project({ ...files, '.github/tidewaiter.yml': 'mode: observe\n' });
    expect((await project.run(['check'])).exitCode).toBe(0);
    expect((await project.run(['check'], { environment: { TIDEWAITER_MODE: 'gate' } })).exitCode).toBe(1);
    expect(
      (await project.run(['check', '--mode', 'observe'], { environment: { TIDEWAITER_MODE: 'gate' } })).exitCode,
    ).toBe(0);
    expect((await project.run(['check', '--config', 'other.yml'])).exitCode).toBe(2);
    project.write({ 'other.yml': 'mode: gate\n' });
    expect((await project.run(['check', '--config', 'other.yml'])).exitCode).toBe(1);
  });

  it('warn of a variable that is misspelt', async () => {
    using project = new Project(files);
    const { diagnostics } = await project.run(['check'], { environment: { TIDEWAITER_MODES: 'observe' } });
    expect(diagnostics).toBe('warning: TIDEWAITER_MODES means nothing to Tidewaiter; did you mean TIDEWAITER_MODE?\n');
  });

  it('of a broken file judge nothing green, also in observe mode', async () => {
    using project = new Project({ ...files, '.github/tidewaiter.yml': 'mode: observe\nfail_on: none\n' });
    const { exitCode, output } = await project.run(['check', '--mode', 'observe']);
    expect(exitCode).toBe(2);
    expect(output).toContain('config/unknown-key');
    expect(output).toContain('.github/tidewaiter.yml:2:1');
    expect(output).toContain('Did you mean "fail-on"?');
  });
});

it('asks as the user that --author is to the cluster', async () => {
  using project = new Project({
    'policies/team.yaml': labelPolicyBut('jane'),
    'deploy/web.yaml': BAD,
    '.github/tidewaiter.yml': 'users: { octocat: { username: jane }, hubot: { username: hubot } }\n',
  });
  const exitCodeFor = async (...author: readonly string[]) => (await project.run(['check', ...author])).exitCode;
  expect(await exitCodeFor('--author', 'octocat')).toBe(0);
  expect(await exitCodeFor('--author', 'hubot')).toBe(1);
  expect((await project.run(['check'])).output).toContain('only a live cluster can tell');
});

describe('what cannot be judged', () => {
  it.each([
    [['check', '--polcy', 'x'], 'Did you mean --policy?'],
    [['check', '-o', 'xml'], 'Use one of terminal, json, markdown, sarif, '],
    [['check', '--fail-on', 'always'], 'Use one of none, enforce, warn, any.'],
    [['check', '--base', 'nowhere'], 'git/unknown-revision'],
    [['check', '-', 'pod.yaml'], '"-" goes with no other path'],
    [['chekc'], 'Did you mean "tidewaiter check"?'],
  ])('%j exits with 2 and says what to do', async (args, remedy) => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': GOOD });
    const { exitCode, output, diagnostics } = await project.run(args);
    expect(diagnostics).toContain(remedy);
    expect(output).toBe('');
    expect(exitCode).toBe(2);
  });

  it('is a broken policy, and it beats observe mode and violations', async () => {
    using project = new Project({
      'policies/team.yaml': labelPolicy(),
      'policies/broken.yaml': labelPolicy().replace('require-team', 'broken').replace('rules:', 'rulez:'),
      'pod.yaml': BAD,
    });
    expect((await project.run(['check', '--mode', 'observe'])).exitCode).toBe(2);
    expect(await project.run(['check', '-o', 'json'])).toMatchObject({
      exitCode: 2,
      output: expect.stringMatching(/^\{/),
      diagnostics: expect.stringMatching(/^error: policies\/broken\.yaml:\d+:\d+: /),
    });
  });

  it('is a broken manifest', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': `${GOOD}\tbroken: [\n` });
    expect(await project.run(['check'])).toMatchObject({ exitCode: 2, output: expect.stringContaining('pod.yaml:') });
  });
});
