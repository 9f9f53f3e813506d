import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PRIVILEGED_POLICY, Project, pod } from '../cli/project.ts';
import { checkReport } from '../report/check-report.ts';
import { checkSarif } from '../report/check-sarif.ts';
import { openStage } from './stage.ts';

const SCENE = {
  main: { 'policies/privileged.yaml': PRIVILEGED_POLICY },
  topic: { 'deploy/web.yaml': pod('web', { privileged: true }) },
};

test('SARIF and the whole report are written where the inputs say, and the outputs tell where', async () => {
  await using stage = await openStage(SCENE);
  using workspace = new Project({}, { git: false });
  const [sarif, report] = [join(workspace.folder, 'out/code.sarif'), join(workspace.folder, 'report.json')];

  const run = await stage.run({
    workspace: workspace.folder,
    inputs: { 'sarif-file': 'out/code.sarif', 'report-file': report },
  });

  expect(run.outputs).toMatchObject({ 'sarif-file': sarif, 'report-file': report });
  expect(checkReport(readFileSync(report, 'utf8'))).toMatchObject({
    decision: 'block',
    base: stage.shop.head('main'),
    head: stage.pullRequest.headSha,
    findings: [{ file: 'deploy/web.yaml', start: { line: 10 } }],
  });
  expect(checkSarif(readFileSync(sarif, 'utf8'))).toMatchObject({
    runs: [{ results: [{ ruleId: 'ClusterPolicy/disallow-privileged/privileged', level: 'error' }] }],
  });
});

test.each(['a file', 'a folder'])(
  'a link to %s of the runner, in a checkout of the pull request, is not written through',
  async (what) => {
    await using stage = await openStage(SCENE);
    using workspace = new Project({}, { git: false });
    using elsewhere = new Project({ 'report.json': 'mine' }, { git: false });
    if (what === 'a file') {
      mkdirSync(join(workspace.folder, 'out'));
      symlinkSync(join(elsewhere.folder, 'report.json'), join(workspace.folder, 'out/report.json'));
    } else {
      symlinkSync(elsewhere.folder, join(workspace.folder, 'out'));
    }

    const run = await stage.run({ workspace: workspace.folder, inputs: { 'report-file': 'out/report.json' } });

    expect(run.exitCode).toBe(1);
    expect(run.outputs['report-file']).toBeUndefined();
    expect(run.annotations.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('it may not be a link'),
    );
    expect(elsewhere.read('report.json')).toBe('mine');
  },
);
