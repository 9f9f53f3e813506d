import { describe, expect, it } from 'vitest';
import { labelPolicy, Project, pod } from './project.ts';

const BAD = pod('bad');
const OTHER_RULE = `  rules:
    - name: team
      match: { any: [{ resources: { kinds: [Pod] } }] }
      validate: { message: The name is team-label., pattern: { metadata: { name: "team-label" } } }
`;

describe('tidewaiter explain', () => {
  it('shows the steps and the verdict', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': BAD });
    const { exitCode, output } = await project.run(['explain', 'require-team/team-label', 'pod.yaml']);
    expect(exitCode).toBe(0);
    expect(output).toContain('Pod default/bad CREATE, pod.yaml:1');
    expect(output).toContain('✔ match kinds Pod');
    expect(output).toContain('✖ pattern metadata.labels is missing, wanted {"team":"?*"} ← this decides');
    expect(output).toMatch(/ fail {2}team-label \(enforce\): .*The label team is required/);
  });

  it('shows only the rule that is named', async () => {
    using project = new Project({
      'policies/team.yaml': labelPolicy().replace('  rules:\n', OTHER_RULE),
      'pod.yaml': BAD,
    });
    expect((await project.run(['explain', 'require-team', 'pod.yaml'])).output).toContain('rule team:');
    expect((await project.run(['explain', 'require-team/team-label', 'pod.yaml'])).output).not.toContain('rule team:');
  });

  it('says what is wrong with the policy where it does not compile', async () => {
    using project = new Project({ 'policies/team.yaml': labelPolicy().replace('rules:', 'rulez:'), 'pod.yaml': BAD });
    const { exitCode, diagnostics } = await project.run(['explain', 'require-team', 'pod.yaml']);
    expect(diagnostics).toContain('rulez');
    expect(exitCode).toBe(2);
  });

  it('does not show the data of a Secret', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: hunter2hunter2}\n';
    const policy = labelPolicy()
      .replace('kinds: [Pod]', 'kinds: [Secret]')
      .replace(
        '          metadata:\n            labels:\n              team: "?*"',
        '          stringData:\n            password: short',
      );
    using project = new Project({ 'policies/team.yaml': policy, 'secret.yaml': secret });
    const { output } = await project.run(['explain', 'require-team', 'secret.yaml']);
    expect(output).toContain('stringData.password');
    expect(output).not.toContain('hunter2');
  });

  it.each([
    [['explain', 'require-taem', 'pod.yaml'], 'Did you mean "require-team"?'],
    [['explain', 'require-team/label', 'pod.yaml'], 'Rules: team-label.'],
    [['explain', 'require-team'], 'explain takes a policy and a file'],
    [['explain', 'require-team', 'nothing.yaml'], 'there is no file or folder'],
  ])('%j says what to do', async (args, remedy) => {
    using project = new Project({ 'policies/team.yaml': labelPolicy(), 'pod.yaml': BAD });
    expect(await project.run(args)).toMatchObject({
      exitCode: 2,
      output: '',
      diagnostics: expect.stringContaining(remedy),
    });
  });
});
