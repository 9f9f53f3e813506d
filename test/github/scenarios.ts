import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitFixture } from '../repository/git-fixture.ts';

/** A pull request: what it finds, and what it does to it. */
export interface Scenario {
  readonly name: string;
  base(git: GitFixture): void;
  head(git: GitFixture): void;
}

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`).join('');

/** Whatever a repository may hold that is not plain text of a plain name. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'files added, modified and removed',
    base: (git) => git.commit({ 'a.yaml': lines(1, 40), 'b.yaml': 'b: 1\n', 'empty.yaml': '' }),
    head: (git) => {
      git.remove('b.yaml', 'empty.yaml');
      git.commit({
        'a.yaml': lines(1, 40).replace('line 5\n', '').replace('line 30\n', 'more\nline 30\n'),
        'c.yaml': 'c\n',
      });
    },
  },
  {
    name: 'files moved, and moved and edited',
    base: (git) => git.commit({ 'a/one.yaml': lines(1, 20), 'a/two.yaml': lines(30, 60), 'a/same.yaml': 'x\n' }),
    head: (git) => {
      git.remove('a');
      git.commit({
        'b/one.yaml': lines(1, 20),
        'b/2.yaml': lines(30, 60).replace('line 40', 'forty'),
        'c/same.yaml': 'x\n',
      });
    },
  },
  {
    name: 'binary files, other encodings',
    base: (git) =>
      git.commit({ 'x.bin': Buffer.from([0, 1, 2]), 'latin1.yaml': Buffer.from('a: caf\u00e9\n', 'latin1') }),
    head: (git) =>
      git.commit({
        'x.bin': Buffer.from([0, 1, 3]),
        'latin1.yaml': Buffer.from('a: caf\u00e9s\n', 'latin1'),
        'utf16.yaml': Buffer.from('\ufeffa: 1\n', 'utf16le'),
        'bom.yaml': '\ufeffa: 1\n',
      }),
  },
  {
    name: 'symbolic links',
    base: (git) => {
      git.link('link.yaml', '/etc/passwd');
      git.commit({ 'plain.yaml': 'was: a file\n' });
    },
    head: (git) => {
      git.remove('link.yaml', 'plain.yaml');
      git.link('plain.yaml', 'a.yaml');
      git.commit({ 'link.yaml': 'is: a file now\n' });
    },
  },
  {
    name: 'a submodule',
    base: (git) => git.commit({ 'a.yaml': 'a\n' }),
    head: (git) => {
      git.git('update-index', '--add', '--cacheinfo', `160000,${git.git('rev-parse', 'HEAD')},vendored`);
      git.git('commit', '-q', '-m', 'a submodule');
    },
  },
  {
    name: 'a change of mode alone',
    base: (git) => git.commit({ 'run.sh': 'echo\n' }),
    head: (git) => {
      chmodSync(join(git.folder, 'run.sh'), 0o755);
      git.commit();
    },
  },
  {
    name: 'line ends, and files without a last one',
    base: (git) => git.commit({ 'crlf.yaml': 'a: 1\r\nb: 2\r\n', 'turned.yaml': 'a: 1\nb: 2\n', 'open.yaml': 'a: 1' }),
    head: (git) =>
      git.commit({ 'crlf.yaml': 'a: 1\r\nb: 3\r\n', 'turned.yaml': 'a: 1\r\nb: 2\r\n', 'open.yaml': 'a: 1\nb: 2' }),
  },
  {
    name: 'unusual names',
    base: (git) => git.commit({ 'quo"te.yaml': '1\n', 'new\nline.yaml': '1\n', ' .yaml': '1\n', 'a\\b.yaml': '1\n' }),
    head: (git) =>
      git.commit({ 'quo"te.yaml': '2\n', 'new\nline.yaml': '2\n', 'žluť 🐴.yaml': '2\n', '-dash.yaml': '2\n' }),
  },
  {
    name: 'names that are not UTF-8, and look alike in JSON',
    base: (git) => {
      writeRaw(git, 'a\xff.yaml', 'one\n');
      git.commit({ 'a\ufffd.yaml': 'a name that holds the character itself\n' });
    },
    head: (git) => {
      writeRaw(git, 'a\xff.yaml', 'one more\n');
      writeRaw(git, 'a\xfe.yaml', 'two\n');
      writeRaw(git, 'd/e\xff/f/plain.yaml', 'below such a folder\n');
      writeRaw(git, 'd/e\xfe/f/plain.yaml', 'and below another\n');
      git.commit({ 'd/plain.yaml': 'beside them\n' });
    },
  },
  {
    name: 'attributes that hide changes from diffs and files from archives',
    base: (git) => git.commit({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: $Format:%H$\n', 'c.yaml': 'c: 1\n' }),
    head: (git) =>
      git.commit({
        '.gitattributes': '*.yaml -diff export-ignore\nb.yaml -export-ignore export-subst\n',
        'a.yaml': 'a: 2\n',
        'b.yaml': 'b: $Format:%H$ 2\n',
        'd.yaml': 'd: 1\n',
      }),
  },
];

/** Writes a file whose name is bytes, a character for each. */
function writeRaw({ folder }: GitFixture, name: string, text: string): void {
  const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
  mkdirSync(path.subarray(0, path.lastIndexOf('/')), { recursive: true });
  writeFileSync(path, text);
}
