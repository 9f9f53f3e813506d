import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../repository/git-fixture.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;

it.each([
  ['embedded', 3],
  ['postgresql', 4],
])('deploy/%s passes our own policies, and each of its %i objects is judged', (name, objects) => {
  const folder = temporaryFolder();
  cpSync(`${ROOT}deploy/${name}`, folder, { recursive: true });
  const options = ['check', '.', '-p', 'bundle:starter', '--fail-on', 'any', '--on-unknown', 'block', '-o', 'json'];
  const { status, stdout } = spawnSync(process.execPath, [`${ROOT}src/cli/main.ts`, ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(JSON.parse(stdout)).toMatchObject({ decision: 'pass', findings: [], notJudged: [], counts: { objects } });
  expect(status).toBe(0);
});
