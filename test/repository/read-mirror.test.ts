import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openGit } from '../../src/repository/git.ts';
import { readMirror } from '../../src/repository/read-mirror.ts';
import { gitRepository } from './git-fixture.ts';

const UNKNOWN = new Set<string>();

/** A bare repository with the newest commit alone, and that one without the contents of some bytes. */
function openScene() {
  const origin = gitRepository();
  const base = origin.commit({ 'web.yaml': 'a: 1\n', 'large.yaml': '#'.repeat(2_000) });
  const large = origin.git('rev-parse', 'HEAD:large.yaml');
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const options = ['--bare', '--depth=1', '--filter=blob:limit=1k'];
  const mirror = gitRepository({ clone: { from: `file://${origin.folder}`, options } });
  const commits = { base, mergeBase: base, head: base };
  return {
    large,
    read: (leftOut: ReadonlySet<string>) =>
      readMirror({ folder: mirror.folder, ...commits, leftOut, fileBytes: 999, environment: process.env }),
    async [Symbol.asyncDispose]() {
      await mirror[Symbol.asyncDispose]();
      await origin[Symbol.asyncDispose]();
    },
  };
}

it('what was left out for its size is too large to read', async () => {
  await using scene = openScene();
  const { head } = await scene.read(new Set([scene.large]));
  expect(Object.fromEntries(await head.read(['web.yaml', 'large.yaml']))).toMatchObject({
    'web.yaml': { outcome: 'text', source: { text: 'a: 1\n' } },
    'large.yaml': { outcome: 'unreadable', code: 'file/too-large' },
  });
});

it('what lacks and was not left out is damage, by its name', async () => {
  await using scene = openScene();
  const { head } = await scene.read(UNKNOWN);
  await expect(head.read(['large.yaml'])).rejects.toMatchObject({
    code: 'git/failed',
    message: 'the content of large.yaml is gone from this clone',
  });
});

it('a repository around the mirror is not the one that is read', async () => {
  await using around = gitRepository();
  around.commit({ 'web.yaml': 'around: it\n' });
  const folder = join(around.folder, 'mirror');
  around.git('init', '-q', '--bare', 'mirror');
  const head = around.git('rev-parse', 'HEAD');
  const commits = { base: head, mergeBase: head, head };
  const reading = readMirror({ folder, ...commits, leftOut: UNKNOWN, fileBytes: 999, environment: process.env });
  await expect(reading).rejects.toMatchObject({ code: 'git/unknown-revision' });
});

it('a command of git is stopped by its signal, with the reason', async () => {
  await using repository = gitRepository();
  const { folder } = repository;
  const git = openGit({ folder, gitDirectory: join(folder, '.git'), untrusted: folder }, process.env);
  const stop = AbortSignal.abort(new Error('the bot is stopping'));
  await expect(git.run(['gc'], { signal: stop })).rejects.toThrow('git gc failed: the bot is stopping');
});
