import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openMirrors } from '../../../bot/mirrors/mirrors.ts';
import { readChangeSet } from '../../../src/repository/read-change-set.ts';
import { gitRepository, runGit, temporaryFolder } from '../../repository/git-fixture.ts';
import { contentsOf, filesIn, NEVER, openScene, resultOf } from './scene.ts';

const FIVE_MEBIBYTES = 5 * 1024 * 1024;

describe('what a mirror tells', () => {
  it('is what a whole clone tells', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, repository } = scene;

    const mirrored = resultOf(await mirrors.read(comparison, contentsOf, NEVER));

    await using clone = gitRepository({ clone: { from: repository.folder } });
    const change = await readChangeSet({ folder: clone.folder, base: comparison.base, head: comparison.head });
    expect(mirrored).toEqual(await contentsOf(change));
    expect(mirrored).toMatchObject({
      tip: { 'policies/one.yaml': 'on the tip of the base\n' },
      mergeBase: { 'policies/one.yaml': 'where they parted\n' },
      head: { 'policies/one.yaml': 'where they parted\n', 'web.yaml': 'by the pull request\n' },
      changedFiles: [{ path: 'web.yaml', status: 'modified' }],
    });
  });

  it('of a file of five mebibytes is that it is too large, and of one byte less what it holds', async () => {
    const [just, over] = [Buffer.alloc(FIVE_MEBIBYTES - 1, 'a'), randomBytes(FIVE_MEBIBYTES)];
    await using scene = await openScene({ 'just.yaml': just, 'over.yaml': over });
    const { mirrors, comparison, server } = scene;

    const { head } = resultOf(await mirrors.read(comparison, contentsOf, NEVER));

    expect(head['just.yaml']).toHaveLength(FIVE_MEBIBYTES - 1);
    expect(head['over.yaml']).toBe('the file has more than 5242879 bytes, and no more are read');
    expect(bytesIn(server.mirrors)).toBeLessThan(FIVE_MEBIBYTES);
  });
});

describe('fetching', () => {
  it('of a new head brings what is new alone', async () => {
    await using scene = await openScene({ 'data.bin': randomBytes(500_000) });
    const { mirrors, comparison, server } = scene;
    await mirrors.read(comparison, contentsOf, NEVER);
    const before = bytesIn(server.mirrors);

    const { head } = resultOf(await mirrors.read(scene.push({ 'web.yaml': 'once more\n' }), contentsOf, NEVER));

    expect(head['web.yaml']).toBe('once more\n');
    expect(bytesIn(server.mirrors) - before).toBeLessThan(10_000);
  });

  it('is not needed for what is here already, whatever is the case with the server', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, server } = scene;
    const first = await mirrors.read(comparison, contentsOf, NEVER);
    server.stopServing('shop');
    expect(await mirrors.read(comparison, contentsOf, NEVER)).toEqual(first);
  });

  it('brings the commits that are compared, and nothing of their history', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, repository, mirror } = scene;
    await mirrors.read(comparison, contentsOf, NEVER);
    const { base, mergeBase, head } = comparison;
    expect(commitsIn(join(repository.folder, '.git'))).toHaveLength(4);
    expect(commitsIn(mirror)).toEqual([base, mergeBase, head].sort());
  });

  it('leaves the token in no file and no argument, and no hook', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, server } = scene;
    using spied = spyOnGit();
    await mirrors.read(comparison, contentsOf, NEVER);
    const secrets = [comparison.token, Buffer.from(`x-access-token:${comparison.token}`).toString('base64')];
    expect(spied.calls()).toContain(' fetch ');
    expect(secrets.filter((secret) => spied.calls().includes(secret))).toEqual([]);
    const files = filesIn(server.mirrors);
    expect(files.filter((file) => secrets.some((secret) => readFileSync(file).includes(secret)))).toEqual([]);
    expect(files.filter((file) => file.includes('hooks'))).toEqual([]);
  });

  it('refuses objects that git never makes, and leaves what is here', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, repository, server } = scene;
    const first = await mirrors.read(comparison, contentsOf, NEVER);
    const content = repository.git('hash-object', 'web.yaml');
    repository.write({ tree: Buffer.concat([Buffer.from('100644 ..\0'), Buffer.from(content, 'hex')]) });
    const tree = repository.git('hash-object', '-t', 'tree', '-w', '--literally', 'tree');
    const head = repository.git('commit-tree', '-m', 'hostile', tree);
    repository.git('branch', 'hostile', head);
    server.serve('shop', repository);

    const reading = await mirrors.read({ ...comparison, head }, contentsOf, NEVER);

    expect(reading).toMatchObject({ outcome: 'unusable', reason: expect.stringContaining("contains '..'") });
    server.stopServing('shop');
    expect(await mirrors.read(comparison, contentsOf, NEVER)).toEqual(first);
  });

  it('that cannot be done says why, and leaves what is here', async () => {
    await using scene = await openScene();
    const { mirrors, comparison } = scene;
    await mirrors.read(comparison, contentsOf, NEVER);
    const unknown = await mirrors.read({ ...comparison, head: 'f'.repeat(40) }, contentsOf, NEVER);
    expect(unknown).toMatchObject({ outcome: 'unusable', reason: expect.stringContaining('not our ref') });
    const other = await mirrors.read({ ...comparison, repo: '../shop' }, contentsOf, NEVER);
    expect(other).toEqual({ outcome: 'unusable', reason: '"acme+../shop.git" is no name of a repository' });
    const option = await mirrors.read({ ...comparison, head: '--upload-pack=touch' }, contentsOf, NEVER);
    expect(option).toEqual({ outcome: 'unusable', reason: '"--upload-pack=touch" is no id of a commit' });
  });

  it('of two processes with the same folder goes into two', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, server } = scene;
    const others = await openMirrors({ folder: server.mirrors, mostBytes: 1_000_000, serverUrl: server.url });
    await Promise.all([mirrors, others].map((each) => each.read(comparison, contentsOf, NEVER)));
    expect(readdirSync(join(server.mirrors, '1'))).toContain('acme+shop.git');
    expect(readdirSync(join(server.mirrors, '2'))).toContain('acme+shop.git');

    await others.close();
    const next = await openMirrors({ folder: server.mirrors, mostBytes: 1_000_000, serverUrl: server.url });
    server.stopServing('shop');
    expect(await next.read(comparison, contentsOf, NEVER)).toMatchObject({ outcome: 'read' });
    await next.close();
  });

  it('where nothing can be written leaves all to the API', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, server } = scene;
    rmSync(server.mirrors, { recursive: true });
    writeFileSync(server.mirrors, 'a file where the folder was');
    const reading = await mirrors.read(comparison, contentsOf, NEVER);
    expect(reading).toMatchObject({ outcome: 'unusable', reason: expect.stringContaining('ENOTDIR') });
    const opened = openMirrors({ folder: server.mirrors, mostBytes: 1, serverUrl: server.url });
    await expect(opened).rejects.toMatchObject({ code: 'config/not-writable' });
  });

  it('cannot be done without git, which leaves what is here', async () => {
    await using scene = await openScene();
    const { mirrors, comparison, server } = scene;
    const first = await mirrors.read(comparison, contentsOf, NEVER);
    vi.stubEnv('PATH', '/nowhere');
    const reading = await mirrors.read(comparison, contentsOf, NEVER);
    vi.unstubAllEnvs();
    expect(reading).toEqual({ outcome: 'unusable', reason: 'git was not found on PATH' });
    server.stopServing('shop');
    expect(await mirrors.read(comparison, contentsOf, NEVER)).toEqual(first);
  });

  it('ends when it is told to', async () => {
    await using scene = await openScene();
    const { mirrors, comparison } = scene;
    const stop = AbortSignal.abort(new Error('the bot is stopping'));
    await expect(mirrors.read(comparison, contentsOf, stop)).rejects.toThrow('the bot is stopping');
  });
});

/** From now on each call of git is written down, with its arguments. */
function spyOnGit(): Disposable & { calls(): string } {
  const folder = temporaryFolder();
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const calls = join(folder, 'calls');
  writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "$@" >> '${calls}'\nexec '${real}' "$@"\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return {
    calls: () => readFileSync(calls, 'utf8'),
    [Symbol.dispose]() {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    },
  };
}

function commitsIn(gitDirectory: string): readonly string[] {
  const command = [`--git-dir=${gitDirectory}`, 'cat-file', '--batch-all-objects', '--batch-check'];
  const lines = runGit(gitDirectory, command).split('\n');
  return lines.filter((line) => line.includes(' commit ')).map((line) => line.split(' ')[0] ?? '');
}

function bytesIn(folder: string): number {
  return filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);
}
