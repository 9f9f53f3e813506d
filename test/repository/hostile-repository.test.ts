import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readChangeSet } from '../../src/repository/read-change-set.ts';
import { type GitFixture, gitRepository, runGit, temporaryFolder } from './git-fixture.ts';

/** A repository in which everything that git may run leaves a mark outside of it. */
function trap(): { readonly canary: string; readonly command: string } {
  const canary = join(temporaryFolder(), 'canary');
  const command = join(temporaryFolder(), 'command');
  writeFileSync(command, `#!/bin/sh\necho "$0 $*" >> '${canary}'\ncat\n`);
  chmodSync(command, 0o755);
  return { canary, command };
}

function setTraps(repository: GitFixture, command: string): void {
  const settings = {
    'core.fsmonitor': command,
    'core.pager': command,
    'core.editor': command,
    'core.askPass': command,
    'core.sshCommand': command,
    'core.gitProxy': command,
    'core.alternateRefsCommand': command,
    'core.attributesFile': join(repository.folder, '.gitattributes'),
    'credential.helper': `!${command}`,
    'diff.external': command,
    'diff.evil.textconv': command,
    'diff.evil.command': command,
    'filter.evil.clean': command,
    'filter.evil.smudge': command,
    'filter.evil.required': 'true',
    'merge.evil.driver': command,
    'gpg.program': command,
    'log.showSignature': 'true',
    'alias.ls-tree': `!${command}`,
    'alias.cat-file': `!${command}`,
    'pager.ls-tree': command,
    'uploadpack.packObjectsHook': command,
    'submodule.recurse': 'true',
  };
  for (const [key, value] of Object.entries(settings)) repository.git('config', key, value);
  writeFileSync(join(repository.folder, '.git/included'), `[core]\n\tfsmonitor = ${command}\n`);
  repository.git('config', 'include.path', 'included');
  mkdirSync(join(repository.folder, '.git/info'), { recursive: true });
  writeFileSync(join(repository.folder, '.git/info/attributes'), '* filter=evil diff=evil merge=evil\n');
  mkdirSync(join(repository.folder, '.git/hooks'), { recursive: true });
  const hooks = ['post-index-change', 'post-checkout', 'fsmonitor-watchman', 'reference-transaction', 'pre-auto-gc'];
  for (const hook of hooks) {
    writeFileSync(join(repository.folder, '.git/hooks', hook), `#!/bin/sh\nexec '${command}' hook\n`);
    chmodSync(join(repository.folder, '.git/hooks', hook), 0o755);
  }
}

describe('a hostile repository', () => {
  it('runs nothing: no hook, monitor, filter, text conversion, diff, pager, alias', async () => {
    await using repository = gitRepository();
    const { canary, command } = trap();
    repository.commit({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', 'moved.yaml': 'x: 1\ny: 2\nz: 3\n' });
    repository.remove('moved.yaml');
    repository.commit({
      '.gitattributes': '* filter=evil diff=evil\n',
      'a.yaml': 'a: 2\n',
      'm.yaml': 'x: 1\ny: 2\nz: 4\n',
    });
    setTraps(repository, command);
    repository.write({ 'b.yaml': 'b: 2\n', 'new.yaml': 'n: 1\n' });

    const commits = await readChangeSet({ folder: repository.folder, base: 'HEAD~1', head: 'HEAD' });
    const working = await readChangeSet({ folder: repository.folder, base: 'HEAD~1' });
    const all = await readChangeSet({ folder: repository.folder });
    for (const set of [commits, working, all]) await set.head.read((await set.head.list()).map((entry) => entry.path));

    expect(commits.changedFiles.map((file) => file.path)).toEqual(['.gitattributes', 'a.yaml', 'm.yaml']);
    expect(working.changedFiles.map((file) => file.path)).toEqual([
      '.gitattributes',
      'a.yaml',
      'b.yaml',
      'm.yaml',
      'new.yaml',
    ]);
    expect(existsSync(canary)).toBe(false);

    // The traps do work: git itself walks into them.
    try {
      repository.git('diff');
    } catch {
      // Whatever the trap made of the diff.
    }
    expect(existsSync(canary)).toBe(true);
  });

  it('does not run what a submodule is set up to run', async () => {
    await using repository = gitRepository();
    await using inner = gitRepository();
    const { canary, command } = trap();
    inner.commit({ 'a.yaml': 'a\n' });
    repository.commit({ 'a.yaml': 'a\n' });
    repository.git('submodule', '--quiet', 'add', inner.folder, 'inner');
    repository.commit();
    for (const key of ['core.fsmonitor', 'diff.external', 'core.sshCommand']) {
      runGit(join(repository.folder, 'inner'), ['config', key, command]);
    }
    repository.git('config', 'submodule.inner.update', `!${command}`);
    writeFileSync(join(repository.folder, 'inner/a.yaml'), 'changed\n');
    await readChangeSet({ folder: repository.folder, base: 'HEAD~1' });
    expect(existsSync(canary)).toBe(false);
    repository.git('status');
    expect(existsSync(canary)).toBe(true);
  });

  it('fetches nothing for a clone that lacks objects, and says what is missing', async () => {
    await using origin = gitRepository();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`many/${i}.yaml`, `n: ${i}\n`]));
    origin.commit({ 'a.yaml': 'a: 1\n', ...many });
    origin.commit({ 'a.yaml': 'a: 2\n', 'b.yaml': 'b: 1\n' });
    await using partial = gitRepository({
      clone: { from: `file://${origin.folder}`, options: ['--filter=blob:none', '--no-checkout'] },
    });
    const { canary, command } = trap();
    partial.git('config', 'remote.origin.url', `ext::${command} %S`);
    partial.git('config', 'remote.origin.uploadpack', command);
    partial.git('config', 'protocol.ext.allow', 'always');
    partial.git('config', 'protocol.allow', 'always');
    const set = await readChangeSet({ folder: partial.folder, base: 'HEAD~1', head: 'HEAD' });
    expect(set.changedFiles.map((file) => [file.path, file.hunks.length])).toEqual([
      ['a.yaml', 0],
      ['b.yaml', 0],
    ]);
    expect((await set.head.read(['a.yaml'])).get('a.yaml')).toMatchObject({
      outcome: 'unreadable',
      code: 'file/missing',
      reason: expect.stringContaining('partial clone'),
    });
    const whole = await readChangeSet({ folder: partial.folder, head: 'HEAD' });
    const names = (await whole.head.list()).map((entry) => entry.path);
    const contents = await whole.head.read(names);
    expect(contents.size).toBe(42);
    expect([...contents.values()].every((content) => content.outcome === 'unreadable')).toBe(true);
    expect(existsSync(canary)).toBe(false);
  });

  it('is not believed when it replaces or grafts its history', async () => {
    await using repository = gitRepository();
    const real = repository.commit({ 'policy.yaml': 'enforce: true\n' });
    repository.git('switch', '-q', '--orphan', 'forged');
    const forged = repository.commit({ 'policy.yaml': 'enforce: false\n' });
    repository.git('switch', '-q', 'main');
    repository.git('replace', real, forged);
    const set = await readChangeSet({ folder: repository.folder, base: 'main', head: 'main' });
    const content = (await set.base?.tip.read(['policy.yaml']))?.get('policy.yaml');
    expect(content).toMatchObject({ source: { text: 'enforce: true\n' } });
    expect(repository.git('show', 'main:policy.yaml')).toBe('enforce: false');
  });

  it('cannot bring its own git', async () => {
    await using repository = gitRepository();
    const { canary, command } = trap();
    repository.commit({ 'bin/git': readFileSync(command, 'utf8'), git: readFileSync(command, 'utf8') });
    for (const name of ['bin/git', 'git']) chmodSync(join(repository.folder, name), 0o755);
    const path = ['', '.', 'bin', repository.folder, join(repository.folder, 'bin'), process.env.PATH].join(delimiter);
    await readChangeSet({ folder: repository.folder, base: 'HEAD', environment: { PATH: path } });
    expect(existsSync(canary)).toBe(false);
    await expect(
      readChangeSet({ folder: repository.folder, environment: { PATH: join(repository.folder, 'bin') } }),
    ).rejects.toMatchObject({ code: 'git/failed', message: 'git was not found on PATH' });
  });

  // In a container, actions/checkout leaves a checkout that belongs to another user.
  it.skipIf(process.getuid?.() !== 0)('is read where it belongs to another user, with nothing of it run', async () => {
    await using repository = gitRepository();
    const { canary, command } = trap();
    repository.commit({ 'a.yaml': 'a: 1\n' });
    setTraps(repository, command);
    execFileSync('chown', ['-R', '12345', repository.folder]);
    expect(() => repository.git('log')).toThrow(/dubious ownership/);
    const set = await readChangeSet({ folder: repository.folder, base: 'main' });
    expect(set.changedFiles.map((file) => file.path)).toEqual([]);
    expect(existsSync(canary)).toBe(false);
  });

  it('cannot hide a bare repository in its tree', async () => {
    await using repository = gitRepository();
    const { canary, command } = trap();
    const inner = join(repository.folder, 'charts/inner');
    mkdirSync(inner, { recursive: true });
    runGit(inner, ['init', '-q', '--bare']);
    runGit(inner, ['config', 'core.fsmonitor', command]);
    repository.commit({ 'a.yaml': 'a\n' });
    const set = await readChangeSet({ folder: inner });
    expect(set.root).toBe(repository.folder);
    expect(existsSync(canary)).toBe(false);
  });

  it('does not see tokens, nor git variables of our own surroundings', async () => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 1\n' });
    repository.commit({ 'a.yaml': 'a: 2\n' });
    const spy = temporaryFolder();
    const real = gitOnPath();
    writeFileSync(join(spy, 'git'), `#!/bin/sh\nenv >> '${spy}/log'\nexec '${real}' "$@"\n`);
    chmodSync(join(spy, 'git'), 0o755);
    await readChangeSet({
      folder: repository.folder,
      base: 'HEAD~1',
      environment: {
        PATH: [spy, process.env.PATH].join(delimiter),
        GITHUB_TOKEN: 'ghs_secret',
        INPUT_TOKEN: 'ghs_secret',
        ACTIONS_RUNTIME_TOKEN: 'ghs_secret',
        GIT_DIR: '/nowhere',
        GIT_EXTERNAL_DIFF: 'false',
        GIT_TRACE: join(spy, 'trace'),
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'core.fsmonitor',
        GIT_CONFIG_VALUE_0: 'false',
        HOME: spy,
      },
    });
    const seen = readFileSync(join(spy, 'log'), 'utf8');
    expect(seen).toContain('GIT_NO_LAZY_FETCH=1');
    expect(seen).not.toMatch(/secret|nowhere|GIT_EXTERNAL_DIFF|GIT_CONFIG_COUNT|^HOME=/m);
    expect(existsSync(join(spy, 'trace'))).toBe(false);
    rmSync(spy, { recursive: true });
  });

  it.each([
    '--output=owned',
    '-h',
    '--upload-pack=touch owned',
    '--',
    '-',
    '--all',
    '--exec=touch owned',
    '@{-1}x',
    'a b',
    'x\ny',
    '',
    'HEAD:a.yaml',
    ':/',
    '^HEAD',
    'HEAD..HEAD',
  ])('takes the revision %j for a name, not for an option', async (revision) => {
    await using repository = gitRepository();
    repository.commit({ 'a.yaml': 'a: 1\n' });
    const options = { folder: repository.folder };
    await expect(readChangeSet({ ...options, base: revision, head: 'HEAD' })).rejects.toMatchObject({
      code: 'git/unknown-revision',
    });
    await expect(readChangeSet({ ...options, head: revision })).rejects.toMatchObject({ code: 'git/unknown-revision' });
    expect(existsSync(join(repository.folder, 'owned'))).toBe(false);
  });
});

function gitOnPath(): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (existsSync(join(folder, 'git'))) return join(folder, 'git');
  }
  throw new Error('git is not on PATH');
}
