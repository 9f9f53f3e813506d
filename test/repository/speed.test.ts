import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { readChangeSet } from '../../src/repository/read-change-set.ts';
import { gitRepository, temporaryFolder } from './git-fixture.ts';

it('opens thousands of files with a handful of processes, however many there are', async () => {
  await using repository = gitRepository();
  const files = (version: number) =>
    Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [
        `apps/${i % 50}/${i}.yaml`,
        `n: ${i}\nv: ${i % 3 === 0 ? version : 0}\n`,
      ]),
    );
  repository.commit(files(1));
  repository.commit(files(2));
  const spy = temporaryFolder();
  writeFileSync(join(spy, 'git'), `#!/bin/sh\necho run >> '${spy}/log'\nPATH=\${PATH#*:}\nexec git "$@"\n`);
  chmodSync(join(spy, 'git'), 0o755);
  const environment = { PATH: [spy, process.env.PATH].join(delimiter) };
  const count = () => {
    const runs = readFileSync(join(spy, 'log'), 'utf8').split('\n').length - 1;
    rmSync(join(spy, 'log'));
    return runs;
  };

  const commits = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD', environment });
  expect(commits.changedFiles).toHaveLength(1000);
  expect((await commits.head.read((await commits.head.list()).map((entry) => entry.path))).size).toBe(3000);
  await commits.base?.tip.list();
  // cat-file, merge-base, ls-tree of base and head, diff
  expect(count()).toBeLessThanOrEqual(6);

  const working = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', environment });
  expect(working.changedFiles).toEqual(commits.changedFiles);
  expect((await working.head.read((await working.head.list()).map((entry) => entry.path))).size).toBe(3000);
  // cat-file, merge-base, ls-tree of the base, diff, two listings of the working tree and the place of the index
  expect(count()).toBeLessThanOrEqual(7);
  rmSync(spy, { recursive: true });
});
