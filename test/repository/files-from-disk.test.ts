import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src/errors/tidewaiter-error.ts';
import { bundledFiles } from '../../src/repository/bundled-files.ts';
import { filesFromDisk } from '../../src/repository/files-from-disk.ts';
import { gitRepository } from './git-fixture.ts';

describe('files from disk', () => {
  it('lists what paths name under the paths as given, and folders without .git and node_modules', async () => {
    await using repository = gitRepository();
    repository.write({
      'policies/b.yaml': 'b\n',
      'policies/a/x.yaml': 'x\n',
      'policies/node_modules/y.yaml': 'y\n',
      'one.yaml': 'one\n',
      'other.yaml': 'other\n',
    });
    repository.link('policies/out.yaml', '/etc/passwd');
    const absolute = join(repository.folder, 'one.yaml');
    const files = filesFromDisk(['./policies/', absolute], { folder: repository.folder });
    expect(await files.list()).toEqual([
      { path: absolute, kind: 'file' },
      { path: 'policies/a/x.yaml', kind: 'file' },
      { path: 'policies/b.yaml', kind: 'file' },
      { path: 'policies/out.yaml', kind: 'symbolic-link' },
    ]);
    const contents = await files.read(['policies/b.yaml', 'policies/out.yaml', 'other.yaml', absolute]);
    expect(contents.get('policies/b.yaml')).toEqual({
      outcome: 'text',
      source: { file: 'policies/b.yaml', revision: 'disk', text: 'b\n' },
    });
    expect(contents.get('policies/out.yaml')).toMatchObject({ code: 'file/symbolic-link' });
    expect(contents.has('other.yaml')).toBe(false);
    expect(contents.get(absolute)?.outcome).toBe('text');
  });

  it('follows a link that was named itself', async () => {
    await using repository = gitRepository();
    repository.write({ 'real.yaml': 'a: 1\n' });
    repository.link('link.yaml', 'real.yaml');
    const files = filesFromDisk(['link.yaml'], { folder: repository.folder });
    expect((await files.read(['link.yaml'])).get('link.yaml')).toMatchObject({ source: { text: 'a: 1\n' } });
  });

  it('says which path is not there, and leaves out a file that has gone since', async () => {
    await using repository = gitRepository();
    repository.write({ 'a.yaml': 'a\n' });
    expect(() => filesFromDisk(['missing.yaml'], { folder: repository.folder })).toThrow(
      expect.objectContaining({ code: 'config/no-such-file', message: 'there is no file or folder "missing.yaml"' }),
    );
    const files = filesFromDisk(['.'], { folder: repository.folder });
    rmSync(join(repository.folder, 'a.yaml'));
    expect((await files.read(['a.yaml'])).size).toBe(0);
  });

  it('reads no more than the limit', async () => {
    await using repository = gitRepository();
    repository.write({ 'a.yaml': 'x'.repeat(11), 'b.yaml': 'x'.repeat(10) });
    const files = filesFromDisk(['a.yaml', 'b.yaml'], { folder: repository.folder, fileBytes: 10 });
    const contents = await files.read(['a.yaml', 'b.yaml']);
    expect(contents.get('a.yaml')).toMatchObject({ code: 'file/too-large' });
    expect(contents.get('b.yaml')?.outcome).toBe('text');
  });
});

describe('the bundled policies', () => {
  it('are found beside package.json, from wherever in the package the code runs', async () => {
    await using installed = gitRepository();
    installed.write({ 'package.json': '{}', 'policies/a/policy.yaml': 'kind: A\n', 'action/dist/index.js': '' });
    for (const module of ['dist/cli.js', 'action/dist/index.js', 'src/repository/bundled-files.ts']) {
      const files = bundledFiles(pathToFileURL(join(installed.folder, module)).href);
      expect(await files.list()).toEqual([{ path: 'a/policy.yaml', kind: 'file' }]);
      expect((await files.read(['a/policy.yaml'])).get('a/policy.yaml')).toEqual({
        outcome: 'text',
        source: { file: 'a/policy.yaml', revision: 'bundle', text: 'kind: A\n' },
      });
    }
    expect(bundledFiles().revision).toBe('bundle');
  });

  it('are missed loudly', async () => {
    await using broken = gitRepository();
    expect(() => bundledFiles(pathToFileURL(join(broken.folder, 'dist/cli.js')).href)).toThrow(EngineError);
  });
});
