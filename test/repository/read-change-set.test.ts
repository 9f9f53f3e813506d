import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/model/files.ts';
import { readChangeSet, WHOLE_FILE } from '../../src/repository/read-change-set.ts';
import { gitRepository, runGit, temporaryFolder } from './git-fixture.ts';

async function textOf(files: Files, path: string): Promise<string | undefined> {
  const content = (await files.read([path])).get(path);
  return content?.outcome === 'text' ? content.source.text : undefined;
}

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');

describe('two revisions', () => {
  it('takes the diff from the merge base and the policies from the tip of the base', async () => {
    await using repository = gitRepository();
    const parted = repository.commit({ 'policy.yaml': 'old\n', 'app.yaml': 'one\n' });
    repository.git('switch', '-q', '-c', 'topic');
    const head = repository.commit({ 'app.yaml': 'two\n' });
    repository.git('switch', '-q', 'main');
    const tip = repository.commit({ 'policy.yaml': 'stricter\n' });

    const set = await readChangeSet({ folder: repository.folder, base: 'main', head: 'topic' });

    expect(set.base?.tip.id).toBe(tip);
    expect(set.base?.mergeBase.id).toBe(parted);
    expect(set.head.id).toBe(head);
    expect(await textOf(set.base?.tip as Files, 'policy.yaml')).toBe('stricter\n');
    expect(await textOf(set.base?.mergeBase as Files, 'app.yaml')).toBe('one\n');
    expect(await textOf(set.head, 'app.yaml')).toBe('two\n');
    expect(set.changedFiles.map((file) => file.path)).toEqual(['app.yaml']);
    expect([set.base?.tip.revision, set.base?.mergeBase.revision, set.head.revision]).toEqual(['base', 'base', 'head']);
  });

  it('tells what was added, modified, removed and renamed, with the hunks of git diff -U3', async () => {
    await using repository = gitRepository();
    repository.commit({
      'gone.yaml': 'a\nb\n',
      'moved.yaml': 'x: 1\ny: 2\nz: 3\n',
      'moved-and-changed.yaml': lines(1, 20),
      'changed.yaml': lines(1, 40),
      'same.yaml': 'same\n',
      'empty.yaml': '',
    });
    repository.remove('gone.yaml', 'moved.yaml', 'moved-and-changed.yaml', 'empty.yaml');
    repository.commit({
      'new.yaml': 'a: 1\nb: 2\nc: 3',
      'there/moved.yaml': 'x: 1\ny: 2\nz: 3\n',
      'other.yaml': lines(1, 20).replace('line 10\n', 'line ten\n'),
      'changed.yaml': lines(1, 40).replace('line 5\n', '').replace('line 30\n', 'line 30\nmore\n'),
    });

    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });

    expect(set.changedFiles).toEqual([
      {
        path: 'changed.yaml',
        status: 'modified',
        kind: 'file',
        hunks: [
          { oldStart: 2, oldLines: 7, newStart: 2, newLines: 6 },
          { oldStart: 28, oldLines: 6, newStart: 27, newLines: 7 },
        ],
      },
      { path: 'empty.yaml', status: 'removed', kind: 'file', hunks: [] },
      {
        path: 'gone.yaml',
        status: 'removed',
        kind: 'file',
        hunks: [{ oldStart: 1, oldLines: 2, newStart: 0, newLines: 0 }],
      },
      {
        path: 'new.yaml',
        status: 'added',
        kind: 'file',
        hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 3 }],
      },
      {
        path: 'other.yaml',
        previousPath: 'moved-and-changed.yaml',
        status: 'renamed',
        kind: 'file',
        hunks: [{ oldStart: 7, oldLines: 7, newStart: 7, newLines: 7 }],
      },
      { path: 'there/moved.yaml', previousPath: 'moved.yaml', status: 'renamed', kind: 'file', hunks: [] },
    ]);
  });

  it('pairs a moved file with the removed one of the same name, where several hold the same text', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a/one.yaml': 'same: text\n', 'a/two.yaml': 'same: text\n' });
    repository.git('mv', 'a', 'b');
    repository.commit();
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    expect(set.changedFiles.map((file) => [file.previousPath, file.path])).toEqual([
      ['a/one.yaml', 'b/one.yaml'],
      ['a/two.yaml', 'b/two.yaml'],
    ]);
  });

  it('lists a change of mode alone as a modification without hunks', async () => {
    await using repository = gitRepository();
    repository.commit({ 'run.sh': 'echo\n' });
    chmodSync(join(repository.folder, 'run.sh'), 0o755);
    repository.commit();
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    expect(set.changedFiles).toEqual([{ path: 'run.sh', status: 'modified', kind: 'file', hunks: [] }]);
  });

  it('counts every line of a file whose line ends were changed and committed, as git diff does', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 1\nb: 2\n' });
    repository.commit({ 'a.yaml': 'a: 1\r\nb: 2\r\n' });
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    expect(set.changedFiles[0]?.hunks).toEqual([{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2 }]);
  });

  it('is not told by attributes which change to hide', async () => {
    await using repository = gitRepository();
    repository.commit({ 'app.yaml': 'a: 1\n' });
    repository.commit({ '.gitattributes': '* -diff\n*.yaml binary\n', 'app.yaml': 'a: 2\n' });
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    expect(set.changedFiles.find((file) => file.path === 'app.yaml')?.hunks).toEqual([
      { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 },
    ]);
  });

  it('is not told by .gitmodules which submodule to ignore', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    const id = repository.git('rev-parse', 'HEAD');
    repository.write({ '.gitmodules': '[submodule "s"]\n\tpath = s\n\turl = /nowhere\n\tignore = all\n' });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${id},s`);
    repository.git('add', '.gitmodules');
    repository.git('commit', '-q', '-m', 'a submodule');
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    expect(set.changedFiles).toContainEqual({ path: 's', status: 'added', kind: 'submodule', hunks: [] });
    expect((await set.head.read(['s'])).get('s')).toMatchObject({ outcome: 'unreadable', code: 'file/submodule' });
  });

  it('reports links and never follows them', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'kind: A\n', 'plain.yaml': 'was: a file\n' });
    repository.link('passwords.yaml', '/etc/passwd');
    repository.remove('plain.yaml');
    repository.link('plain.yaml', 'a.yaml');
    repository.commit();
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    expect(set.changedFiles).toEqual([
      { path: 'passwords.yaml', status: 'added', kind: 'symbolic-link', hunks: [] },
      { path: 'plain.yaml', status: 'modified', kind: 'symbolic-link', hunks: [] },
    ]);
    const contents = await set.head.read(['passwords.yaml', 'plain.yaml']);
    expect(Array.from(contents.values(), (content) => content.outcome === 'unreadable' && content.code)).toEqual([
      'file/symbolic-link',
      'file/symbolic-link',
    ]);
  });

  it('picks among several merge bases the one that git merge-base names', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    repository.git('branch', 'topic');
    const left = repository.commit({ 'main.yaml': 'm\n' });
    repository.git('switch', '-q', 'topic');
    const right = repository.commit({ 'topic.yaml': 't\n' });
    repository.git('merge', '-q', '-m', 'criss', left);
    repository.git('switch', '-q', 'main');
    repository.git('merge', '-q', '-m', 'cross', right);
    repository.commit({ 'more.yaml': '1\n' });
    expect(repository.git('merge-base', '--all', 'main', 'topic').split('\n')).toHaveLength(2);

    const set = await readChangeSet({ folder: repository.folder, base: 'main', head: 'topic' });
    expect(set.base?.mergeBase.id).toBe(repository.git('merge-base', 'main', 'topic'));
  });

  it('reads repositories that name objects by SHA-256', async () => {
    await using repository = gitRepository({ objectFormat: 'sha256' });
    repository.commit({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' });
    const head = repository.commit({ 'a.yaml': 'a: 2\n' });
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    expect(head).toHaveLength(64);
    expect(set.changedFiles.map((file) => file.path)).toEqual(['a.yaml']);
    repository.write({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 2\n' });
    const working = await readChangeSet({ folder: repository.folder, base: 'HEAD~1' });
    expect(working.changedFiles.map((file) => file.path)).toEqual(['b.yaml']);
  });

  it('reads a bare repository and a detached HEAD', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 1\n' });
    repository.commit({ 'a.yaml': 'a: 2\n' });
    repository.git('checkout', '-q', '--detach', 'HEAD');
    await using bare = gitRepository({ clone: { from: repository.folder, options: ['--bare'] } });
    for (const folder of [repository.folder, bare.folder]) {
      const set = await readChangeSet({ folder, base: 'HEAD~1', head: 'HEAD' });
      expect(set.changedFiles.map((file) => file.path)).toEqual(['a.yaml']);
    }
  });

  it('starts from the top of the repository, whichever folder of it is named', async () => {
    await using repository = gitRepository();
    repository.commit({ 'deploy/web/app.yaml': 'a: 1\n' });
    repository.commit({ 'deploy/web/app.yaml': 'a: 2\n' });
    const folder = join(repository.folder, 'deploy/web');
    const set = await readChangeSet({ folder, base: 'HEAD~1', head: 'HEAD' });
    expect(set.root).toBe(repository.folder);
    expect(set.changedFiles.map((file) => file.path)).toEqual(['deploy/web/app.yaml']);
    const working = await readChangeSet({ folder });
    expect(working.changedFiles.map((file) => file.path)).toEqual(['deploy/web/app.yaml']);
  });

  it('leaves out of the answer what a revision has not got', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD', head: 'HEAD' });
    expect(set.changedFiles).toEqual([]);
    expect([...(await set.head.read(['a.yaml', 'b.yaml', '../a.yaml', ''])).keys()]).toEqual(['a.yaml']);
  });
});

describe('contents', () => {
  it('keeps text as it is and says what is no text', async () => {
    await using repository = gitRepository();
    const files = {
      'crlf.yaml': 'a: 1\r\nb: 2\r\n',
      'bom.yaml': '\ufeffa: 1\n',
      'unicode.yaml': 'name: žluťoučký 🐴\n',
      'no-line-break.yaml': 'a: 1',
      'utf16.yaml': Buffer.from('\ufeffa: 1\n', 'utf16le'),
      'latin1.yaml': Buffer.from('name: caf\u00e9\n', 'latin1'),
      'binary.yaml': Buffer.from([0x61, 0x00, 0x62]),
    };
    repository.commit(files);
    for (const head of ['HEAD', undefined]) {
      const set = await readChangeSet({ folder: repository.folder, head });
      const contents = await set.head.read(Object.keys(files));
      for (const name of ['crlf.yaml', 'bom.yaml', 'unicode.yaml', 'no-line-break.yaml'] as const) {
        expect(contents.get(name)).toEqual({
          outcome: 'text',
          source: { file: name, revision: 'head', text: files[name] },
        });
      }
      for (const name of ['utf16.yaml', 'latin1.yaml', 'binary.yaml']) {
        expect(contents.get(name)).toMatchObject({ outcome: 'unreadable', code: 'file/not-text' });
      }
    }
  });

  it('reads no more of a file than the limit', async () => {
    await using repository = gitRepository();
    repository.commit({
      'at.yaml': 'x'.repeat(1000),
      'over.yaml': 'x'.repeat(1001),
      'huge.yaml': 'x'.repeat(3_000_000),
    });
    for (const head of ['HEAD', undefined]) {
      const set = await readChangeSet({ folder: repository.folder, head, fileBytes: 1000 });
      const contents = await set.head.read(['huge.yaml', 'over.yaml', 'at.yaml']);
      expect(contents.get('at.yaml')?.outcome).toBe('text');
      expect(contents.get('over.yaml')).toMatchObject({ code: 'file/too-large' });
      expect(contents.get('huge.yaml')).toMatchObject({ code: 'file/too-large', reason: /3000000 bytes/ });
    }
  });

  it('does not compare a file over the limit, and lists it', async () => {
    await using repository = gitRepository();
    repository.commit({ 'huge.yaml': 'x\n'.repeat(1000) });
    repository.commit({ 'huge.yaml': 'y\n'.repeat(1000) });
    const set = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD', fileBytes: 1000 });
    expect(set.changedFiles).toEqual([{ path: 'huge.yaml', status: 'modified', kind: 'file', hunks: [] }]);
  });

  it('knows files by any name that git allows', async () => {
    await using repository = gitRepository();
    const names = [
      'new\nline.yaml',
      'quo"te.yaml',
      '-dash.yaml',
      'tab\there.yaml',
      '\u001b[31mred.yaml',
      'žluť.yaml',
      ' .yaml',
      ':(top)x.yaml',
      'a\\b.yaml',
    ];
    repository.commit(Object.fromEntries(names.map((name) => [name, 'before\n'])));
    const before = repository.git('rev-parse', 'HEAD');
    repository.write(Object.fromEntries(names.map((name) => [name, `after ${name.length}\n`])));
    const working = await readChangeSet({ folder: repository.folder, base: before });
    repository.commit();
    const committed = await readChangeSet({ folder: repository.folder, base: before, head: 'HEAD' });
    for (const set of [working, committed]) {
      expect(set.changedFiles.map((file) => file.path)).toEqual(names.toSorted());
      expect(set.changedFiles.every((file) => file.status === 'modified' && file.hunks.length === 1)).toBe(true);
      for (const name of names) expect(await textOf(set.head, name)).toBe(`after ${name.length}\n`);
    }
  });

  it('keeps two names apart that are not UTF-8', async () => {
    await using repository = gitRepository();
    const folder = Buffer.from(`${repository.folder}/`);
    const names = [Buffer.from([0x61, 0xff, 0x2e]), Buffer.from([0x61, 0xfe, 0x2e]), Buffer.from('a\ufffd.')];
    for (const [index, name] of names.entries()) writeFileSync(Buffer.concat([folder, name]), `file ${index}\n`);
    const working = await readChangeSet({ folder: repository.folder });
    repository.commit();
    const committed = await readChangeSet({ folder: repository.folder, head: 'HEAD' });
    for (const set of [working, committed]) {
      expect(set.changedFiles.map((file) => file.path)).toEqual(['a\udcfe.', 'a\udcff.', 'a\ufffd.']);
      expect(await textOf(set.head, 'a\udcff.')).toBe('file 0\n');
      expect(await textOf(set.head, 'a\udcfe.')).toBe('file 1\n');
    }
  });
});

describe('the working tree as head', () => {
  it('judges what is tracked or neither tracked nor ignored, as it is on disk', async () => {
    await using repository = gitRepository();
    repository.commit({
      '.gitignore': 'ignored/\n*.log\n',
      'committed.yaml': 'a: 1\n',
      'deleted.yaml': 'a: 1\n',
      'staged.yaml': 'a: 1\n',
      'edited.yaml': 'a: 1\nb: 1\n',
    });
    repository.git('rm', '-q', '--cached', 'staged.yaml');
    repository.remove('deleted.yaml');
    repository.write({
      'edited.yaml': 'a: 1\nb: 2\n',
      'new/untracked.yaml': 'c: 3\n',
      'ignored/x.yaml': 'd: 4\n',
      'note.log': 'text\n',
    });
    repository.git('add', 'edited.yaml');
    repository.write({ 'edited.yaml': 'a: 1\nb: 3\n' });

    const set = await readChangeSet({ folder: repository.folder, base: 'main' });

    expect(set.head.id).toBe('worktree');
    expect((await set.head.list()).map((entry) => entry.path)).toEqual([
      '.gitignore',
      'committed.yaml',
      'edited.yaml',
      'new/untracked.yaml',
      'staged.yaml',
    ]);
    expect(set.changedFiles.map((file) => [file.status, file.path])).toEqual([
      ['removed', 'deleted.yaml'],
      ['modified', 'edited.yaml'],
      ['added', 'new/untracked.yaml'],
    ]);
    expect(await textOf(set.head, 'edited.yaml')).toBe('a: 1\nb: 3\n');
  });

  it('is compared with where HEAD left the base, not with its tip', async () => {
    await using repository = gitRepository();
    const parted = repository.commit({ 'a.yaml': 'a\n' });
    repository.git('switch', '-q', '-c', 'topic');
    repository.git('switch', '-q', 'main');
    repository.commit({ 'later.yaml': 'l\n' });
    repository.git('switch', '-q', 'topic');
    repository.write({ 'a.yaml': 'b\n' });
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.base?.mergeBase.id).toBe(parted);
    expect(set.changedFiles.map((file) => file.path)).toEqual(['a.yaml']);
  });

  it('says the same of changes before and after they are committed', async () => {
    await using repository = gitRepository();
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}.yaml`, lines(i, i + 30 + i)]));
    const base = repository.commit({ ...files, 'binary.bin': Buffer.from([0, 1, 2]) });
    repository.remove('f0.yaml', 'f1.yaml', 'f2.yaml');
    repository.write({
      'g0.yaml': lines(0, 30),
      'deep/g1.yaml': `${lines(1, 20)}other\n${lines(21, 32)}`,
      'f5.yaml': '',
      'f6.yaml': lines(0, 80),
      'binary.bin': Buffer.from([0, 9]),
    });
    const working = await readChangeSet({ folder: repository.folder, base });
    repository.commit();
    const committed = await readChangeSet({ folder: repository.folder, base, head: 'HEAD' });
    expect(working.changedFiles).toEqual(committed.changedFiles);
    expect(committed.changedFiles.map((file) => file.status)).toContain('renamed');
    expect(committed.changedFiles).toHaveLength(6);
  });

  it('sees a change that left size and time alone', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 1\n' });
    const file = join(repository.folder, 'a.yaml');
    const { atime, mtime } = statSync(file);
    repository.write({ 'a.yaml': 'a: 2\n' });
    utimesSync(file, atime, mtime);
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.changedFiles.map((file) => file.path)).toEqual(['a.yaml']);
  });

  it('sees no change in a file that was only touched, or has the line ends of autocrlf', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\nc: 2\n', 'c.yaml': lines(1, 20) });
    repository.write({
      'a.yaml': 'a: 1\n',
      'b.yaml': 'b: 1\r\nc: 2\r\n',
      'c.yaml': lines(1, 20).replace('line 10', 'line ten').replaceAll('\n', '\r\n'),
    });
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.changedFiles).toEqual([
      {
        path: 'c.yaml',
        status: 'modified',
        kind: 'file',
        hunks: [{ oldStart: 7, oldLines: 7, newStart: 7, newLines: 7 }],
      },
    ]);
  });

  it('sees no change where the disk knows no executable bit', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 1\n' });
    chmodSync(join(repository.folder, 'a.yaml'), 0o777);
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.changedFiles).toEqual([]);
  });

  it('never leaves the tree through a folder that became a link', async () => {
    await using repository = gitRepository();
    await using elsewhere = gitRepository();
    elsewhere.write({ 'secret.yaml': 'token: abc\n' });
    repository.commit({ 'conf/secret.yaml': 'mine\n' });
    repository.remove('conf');
    repository.link('conf', elsewhere.folder);
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(await set.head.list()).toEqual([{ path: 'conf', kind: 'symbolic-link' }]);
    expect(await textOf(set.head, 'conf/secret.yaml')).toBeUndefined();
    expect(set.changedFiles.map((file) => [file.status, file.path])).toEqual([
      ['added', 'conf'],
      ['removed', 'conf/secret.yaml'],
    ]);
  });

  it('does not wait for a pipe', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 1\n' });
    repository.remove('a.yaml');
    runCommand(repository.folder, 'mkfifo', 'a.yaml');
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.changedFiles).toMatchObject([{ path: 'a.yaml', status: 'removed' }]);
  });

  it('works before the first commit, and in a folder of no repository', async () => {
    await using repository = gitRepository();
    repository.write({ 'a.yaml': 'a\n', 'node_modules/x.yaml': 'x\n' });
    repository.write({ '.gitignore': 'node_modules\n' });
    const unborn = await readChangeSet({ folder: repository.folder });
    expect(unborn.changedFiles.map((file) => file.path)).toEqual(['.gitignore', 'a.yaml']);

    rmSync(join(repository.folder, '.git'), { recursive: true });
    repository.link('out.yaml', '/etc/passwd');
    const plain = await readChangeSet({ folder: repository.folder });
    expect(plain.base).toBeUndefined();
    expect(plain.changedFiles).toEqual([
      { path: '.gitignore', status: 'added', kind: 'file', hunks: [WHOLE_FILE] },
      { path: 'a.yaml', status: 'added', kind: 'file', hunks: [WHOLE_FILE] },
      { path: 'out.yaml', status: 'added', kind: 'symbolic-link', hunks: [] },
    ]);
    expect((await plain.head.read(['out.yaml'])).get('out.yaml')).toMatchObject({ code: 'file/symbolic-link' });
  });

  it('lists a repository inside the tree and does not look into it', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a\n' });
    const inner = join(repository.folder, 'inner');
    mkdirSync(inner);
    runGit(inner, ['init', '-q']);
    writeFileSync(join(inner, 'b.yaml'), 'b\n');
    runGit(inner, ['add', '.']);
    runGit(inner, ['commit', '-q', '-m', 'inner']);
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.changedFiles).toEqual([{ path: 'inner', status: 'added', kind: 'submodule', hunks: [] }]);
  });

  it('reads what a sparse checkout leaves out from the index', async () => {
    await using repository = gitRepository();
    repository.commit({ 'kept/a.yaml': 'a\n', 'left-out/b.yaml': 'b\n' });
    repository.git('sparse-checkout', 'set', 'kept');
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.changedFiles).toEqual([]);
    expect(await textOf(set.head, 'left-out/b.yaml')).toBe('b\n');
  });

  it('judges a conflicted file as it lies there', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 0\n' });
    repository.git('switch', '-q', '-c', 'topic');
    repository.commit({ 'a.yaml': 'a: 1\n' });
    repository.git('switch', '-q', 'main');
    repository.commit({ 'a.yaml': 'a: 2\n' });
    expect(() => repository.git('merge', '-q', 'topic')).toThrow();
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.changedFiles.map((file) => file.path)).toEqual(['a.yaml']);
    expect(await textOf(set.head, 'a.yaml')).toBe(readFileSync(join(repository.folder, 'a.yaml'), 'utf8'));
  });

  it('reads a linked working tree', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 0\n' });
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '-q', linked);
    writeFileSync(join(linked, 'a.yaml'), 'a: 1\n');
    renameSync(join(linked, 'a.yaml'), join(linked, 'b.yaml'));
    const set = await readChangeSet({ folder: linked, base: 'main' });
    expect(set.root).toBe(linked);
    expect(set.changedFiles.map((file) => [file.status, file.path])).toEqual([
      ['removed', 'a.yaml'],
      ['added', 'b.yaml'],
    ]);
    rmSync(join(linked, '..'), { recursive: true });
  });
});

function runCommand(folder: string, command: string, ...rest: readonly string[]): void {
  execFileSync(command, rest, { cwd: folder });
}
