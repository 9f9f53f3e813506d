import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import { readChangeSet } from '../../src/repository/read-change-set.ts';
import { gitRepository, temporaryFolder } from './git-fixture.ts';

describe('what cannot be read says how it can', () => {
  it('a shallow clone: how to deepen it', async () => {
    await using origin = gitRepository();
    origin.commit({ 'a.yaml': 'a: 1\n' });
    origin.git('switch', '-q', '-c', 'topic');
    origin.commit({ 'a.yaml': 'a: 2\n' });
    origin.git('switch', '-q', 'main');
    origin.commit({ 'b.yaml': 'b: 1\n' });
    await using shallow = gitRepository({
      clone: { from: `file://${origin.folder}`, options: ['--depth=1', '--no-single-branch'] },
    });
    const attempt = readChangeSet({ folder: shallow.folder, base: 'main', head: 'origin/topic' });
    await expect(attempt).rejects.toBeInstanceOf(ConfigError);
    await expect(attempt).rejects.toMatchObject({
      code: 'git/shallow',
      remedy: expect.stringMatching(/git fetch --deepen=100.*--unshallow.*fetch-depth: 0/),
    });
    // The advice is good.
    shallow.git('fetch', '-q', '--deepen=100');
    const set = await readChangeSet({ folder: shallow.folder, base: 'main', head: 'origin/topic' });
    expect(set.changedFiles.map((file) => file.path)).toEqual(['a.yaml']);
  });

  it('a shallow clone in which both are the same commit is enough', async () => {
    await using origin = gitRepository();
    origin.commit({ 'a.yaml': 'a: 1\n' });
    origin.commit({ 'a.yaml': 'a: 2\n' });
    await using shallow = gitRepository({ clone: { from: `file://${origin.folder}`, options: ['--depth=1'] } });
    shallow.write({ 'a.yaml': 'a: 3\n' });
    const set = await readChangeSet({ folder: shallow.folder, base: 'main' });
    expect(set.changedFiles.map((file) => file.path)).toEqual(['a.yaml']);
    await expect(readChangeSet({ folder: shallow.folder, base: 'HEAD~1' })).rejects.toMatchObject({
      code: 'git/unknown-revision',
      remedy: expect.stringContaining('fetch-depth: 0'),
    });
  });

  it('a misspelt branch: the one that was meant', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    repository.git('branch', 'release');
    await expect(readChangeSet({ folder: repository.folder, base: 'relaese' })).rejects.toMatchObject({
      code: 'git/unknown-revision',
      message: 'the revision "relaese" is no commit of this repository',
      remedy: expect.stringMatching(/^Did you mean "release"\?/),
    });
  });

  it('a repository without a commit', async () => {
    await using repository = gitRepository();
    await expect(readChangeSet({ folder: repository.folder, base: 'main' })).rejects.toMatchObject({
      code: 'git/unknown-revision',
      remedy: expect.stringContaining('first commit'),
    });
  });

  it('histories that never met', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    repository.git('switch', '-q', '--orphan', 'other');
    repository.commit({ 'b.yaml': 'b\n' });
    await expect(readChangeSet({ folder: repository.folder, base: 'main', head: 'other' })).rejects.toMatchObject({
      code: 'git/no-merge-base',
    });
  });

  it('a folder in no repository, a folder that is not there, a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.yaml'), 'a\n');
    await expect(readChangeSet({ folder, base: 'main' })).rejects.toMatchObject({
      code: 'git/not-a-repository',
      remedy: expect.stringContaining('checkout'),
    });
    await expect(readChangeSet({ folder: join(folder, 'nowhere') })).rejects.toMatchObject({
      code: 'config/no-such-file',
    });
    await expect(readChangeSet({ folder: join(folder, 'a.yaml') })).rejects.toMatchObject({
      code: 'config/no-such-file',
    });
    rmSync(folder, { recursive: true });
  });

  it('a bare repository without a head to judge', async () => {
    await using origin = gitRepository();
    origin.commit({ 'a.yaml': 'a\n' });
    await using bare = gitRepository({ clone: { from: origin.folder, options: ['--bare'] } });
    await expect(readChangeSet({ folder: bare.folder, base: 'main' })).rejects.toMatchObject({
      code: 'config/usage',
      remedy: expect.stringContaining('--head'),
    });
  });

  it('a repository that git refuses: in its own words', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    repository.git('config', 'core.repositoryFormatVersion', '99');
    await expect(readChangeSet({ folder: repository.folder })).rejects.toMatchObject({
      code: 'git/failed',
      message: expect.stringMatching(/git \S+ failed: .*version/i),
    });
  });

  it('an object that is damaged', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    const id = repository.git('rev-parse', 'HEAD:a.yaml');
    const file = join(repository.folder, '.git/objects', id.slice(0, 2), id.slice(2));
    rmSync(file);
    writeFileSync(file, 'not an object');
    const set = await readChangeSet({ folder: repository.folder, head: 'HEAD' });
    const answer = await set.head.read(['a.yaml']).then(
      (contents) => contents.get('a.yaml'),
      (error: unknown) => error,
    );
    expect(answer).toMatchObject({ code: expect.stringMatching(/^(git\/failed|file\/missing)$/) });
  });

  it('an empty `.git` folder is none, as it is to git', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'a.yaml'), 'a\n');
    const set = await readChangeSet({ folder });
    expect(set.changedFiles.map((file) => file.path)).toEqual(['a.yaml']);
    rmSync(folder, { recursive: true });
  });
});
