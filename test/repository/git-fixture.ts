import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real git repository in a temporary folder, gone at the end of the scope: `await using repository = gitRepository()`. */
export interface GitFixture extends AsyncDisposable {
  readonly folder: string;
  /** Runs git with an identity and a date that never change; gives what it printed, without the last line break. */
  git(...command: readonly string[]): string;
  write(files: { readonly [path: string]: string | Buffer }): void;
  link(path: string, target: string): void;
  remove(...paths: readonly string[]): void;
  /** Commits all that is in the working tree; gives the commit's id. */
  commit(files?: { readonly [path: string]: string | Buffer }): string;
}

export interface GitFixtureOptions {
  readonly objectFormat?: 'sha1' | 'sha256';
  /** Clones this in place of starting an empty repository. */
  readonly clone?: { readonly from: string; readonly options?: readonly string[] };
}

export function gitRepository({ objectFormat = 'sha1', clone }: GitFixtureOptions = {}): GitFixture {
  const folder = temporaryFolder();
  const git = (...command: readonly string[]) => runGit(folder, command);
  if (clone === undefined) git('init', '-q', '-b', 'main', `--object-format=${objectFormat}`);
  else git('clone', '-q', ...(clone.options ?? []), clone.from, '.');
  const write = (files: { readonly [path: string]: string | Buffer }) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  };
  return {
    folder,
    git,
    write,
    link: (path, target) => symlinkSync(target, join(folder, path)),
    remove: (...paths) => {
      for (const path of paths) rmSync(join(folder, path), { recursive: true, force: true });
    },
    commit(files = {}) {
      write(files);
      git('add', '--all');
      git('commit', '-q', '--allow-empty', '-m', 'a change');
      return git('rev-parse', 'HEAD');
    },
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An empty folder that is in no repository. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'tidewaiter-test-')));
}

export function runGit(folder: string, command: readonly string[]): string {
  const output = execFileSync('git', command, { cwd: folder, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  return output.toString('utf8').replace(/\n$/, '');
}

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'An Author',
    GIT_AUTHOR_EMAIL: 'author@example.com',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
    GIT_COMMITTER_NAME: 'An Author',
    GIT_COMMITTER_EMAIL: 'author@example.com',
    GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
    GIT_ALLOW_PROTOCOL: 'file',
  };
}
