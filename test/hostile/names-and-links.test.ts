import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitRepository, temporaryFolder } from '../repository/git-fixture.ts';
import { badPod, expectExit, judgePullRequest, POLICY, pod, told } from './pull-request.ts';
import { runCli } from './run-cli.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe('names', { timeout: 120_000 }, () => {
  it('of files and objects cannot write to the terminal', async () => {
    await using repository = gitRepository();
    const name = '"evil\\e[2J\\e]0;owned\\a\\nfake: line\\u202e\\u009b31m"';
    const runs = judgePullRequest(repository, {
      files: {
        'new\nline\u001b[31m\u202e.yaml': badPod(name),
        '\u001b]0;owned\u0007.yaml': badPod('broken').replace('kind: Pod', 'kind: "Pod'),
      },
    });
    expectExit(runs, 2);
    for (const run of runs) {
      expect(told(run)).toContain('host-network');
      expect(told(run)).not.toMatch(CONTROL);
      expect(told(run)).not.toMatch(/^(?:line|fake: line)/m);
    }
  });

  it('of revisions, paths and policies cannot either', async () => {
    await using repository = gitRepository();
    repository.commit({ 'pod.yaml': pod('web'), 'policies/p.yaml': POLICY });
    const weapon = '\u001b[2J\nfake';
    for (const args of [['--base', weapon], ['-p', weapon], [weapon], ['--config', weapon]]) {
      const run = runCli(repository.folder, 'check', ...args);
      expectExit([run], 2);
      expect(told(run)).not.toMatch(CONTROL);
      expect(told(run)).not.toMatch(/^fake/m);
    }
  });

  it.each(['json', 'markdown'])('cannot break out of the report in %s', async (format) => {
    await using repository = gitRepository();
    const name = '"evil\\e[2J\\n\\n# owned\\n```\\n<img src=x>"';
    repository.commit({ 'policies/p.yaml': POLICY });
    repository.write({ 'a\n\n# owned <b>`.yaml': badPod(name) });
    const run = runCli(repository.folder, 'check', '--base', 'main', '-o', format);
    expect(run.exitCode, told(run)).toBe(1);
    expect(run.output).not.toMatch(CONTROL);
    expect(run.output).not.toMatch(/^# owned/m);
    if (format === 'markdown') expect(run.output).not.toMatch(/(?<!`[^`\n]*)<(?:img|b>)/);
    else expect(JSON.parse(run.output)).toMatchObject({ decision: 'block' });
  });
});

describe('a link out of the tree', { timeout: 120_000 }, () => {
  it('is named, and what it leads to is neither read nor shown', async () => {
    await using repository = gitRepository();
    const secret = join(temporaryFolder(), 'secret.yaml');
    writeFileSync(secret, badPod('stolen'));
    const runs = judgePullRequest(repository, {
      files: { 'good.yaml': pod('good') },
      change() {
        repository.link('stolen.yaml', secret);
        repository.link('folder', '/etc');
      },
    });
    expectExit(runs, 0);
    for (const run of runs) {
      expect(told(run)).toContain('stolen.yaml');
      expect(told(run)).toMatch(/symbolic link/);
      expect(told(run)).not.toContain('host-network');
    }
  });

  it('is no way to name a file for judging', async () => {
    await using repository = gitRepository();
    repository.commit({ 'policies/p.yaml': POLICY });
    const secret = join(temporaryFolder(), 'secret.yaml');
    writeFileSync(secret, badPod('stolen'));
    repository.link('stolen.yaml', secret);
    const run = runCli(repository.folder, 'check', 'stolen.yaml');
    expect(told(run)).not.toContain('host-network');
    expect(told(run)).toMatch(/symbolic link/);
  });

  it('cannot stand in for a policy or for the configuration', async () => {
    await using repository = gitRepository();
    const outside = join(temporaryFolder(), 'lenient.yml');
    writeFileSync(outside, 'mode: observe\nfail-on: none\n');
    const runs = judgePullRequest(repository, {
      policies: { 'policies/policy.yaml': POLICY, '.github/other.txt': '' },
      files: { 'bad.yaml': badPod('bad') },
      change() {
        repository.link('.github/tidewaiter.yml', outside);
        repository.remove('policies/policy.yaml');
      },
    });
    expectExit(runs, 1);
  });
});
