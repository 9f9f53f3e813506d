import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { labelPolicy, PRIVILEGED_POLICY, Project, pod } from './project.ts';

describe('tidewaiter fix', () => {
  const files = { 'policies/p.yaml': PRIVILEGED_POLICY, 'pod.yaml': pod('web', { privileged: true }) };
  const mended = pod('web', { privileged: true }).replace('privileged: true', 'privileged: false');

  it('writes what is proven, and nothing else', async () => {
    using project = new Project({ ...files, 'good.yaml': pod('good') });
    const { exitCode, output } = await project.run(['fix']);
    expect(project.read('pod.yaml')).toBe(mended);
    expect(project.git('status', '--short')).toBe(' M pod.yaml\n');
    expect(output).toContain('pod.yaml: 1 finding mended\n  line 10: disallow-privileged/privileged');
    expect(exitCode).toBe(0);
    expect((await project.run(['check'])).exitCode).toBe(0);
  });

  it('writes nothing in a dry run, and prints what git applies', async () => {
    using project = new Project(files);
    const { exitCode, output } = await project.run(['fix', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(project.git('status', '--short')).toBe('');
    execFileSync('git', ['apply', '-'], { cwd: project.folder, input: output });
    expect(project.read('pod.yaml')).toBe(mended);
  });

  it('tells what is left', async () => {
    using project = new Project({ ...files, 'policies/team.yaml': labelPolicy() });
    const { exitCode, output } = await project.run(['fix']);
    expect(output).toContain('What is left:');
    expect(output).toContain('require-team/team-label');
    expect(output).not.toContain('Privileged containers are not allowed.');
    expect(exitCode).toBe(1);
  });

  it('has nothing to do where nothing can be mended', async () => {
    using project = new Project({ 'policies/p.yaml': PRIVILEGED_POLICY, 'pod.yaml': pod('good') });
    expect(await project.run(['fix'])).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/ PASS {2}nothing to object to\n$/),
    });
  });
});
