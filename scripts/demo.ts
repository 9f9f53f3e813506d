import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');
const shop = join(root, 'dist/demo/shop');

/** Makes a repository of `examples/shop`, judges its one pull request with the built command, and says what comes next. */
function main(): number {
  makeRepository();
  say(
    'A shop keeps its manifests and its policies in Git. A pull request adds a cart and a container for logs:',
    '',
    ...git('diff', '--stat', 'main', 'cart').trimEnd().split('\n'),
    '',
    'Its author, or the check on the pull request, runs:',
    '',
    '  $ tidewaiter check --base main --head cart',
    '',
  );
  const { status } = spawnSync(process.execPath, [cli, 'check', '--base', 'main', '--head', 'cart'], {
    cwd: shop,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 1) {
    say('', `The pull request should have been blocked (exit code 1); the exit code was ${status}.`);
    return 2;
  }
  const command = relative(shop, cli);
  say(
    '',
    'The exit code is 1: the merge is blocked. The old report job is not the concern of this pull request, and is not held against it.',
    'The suggestions are proven, so they can be taken as they are. To see them as a diff, or to have them written to the files:',
    '',
    `  $ cd ${relative(process.cwd(), shop)}`,
    `  $ node ${command} fix --base main --dry-run`,
    `  $ node ${command} fix --base main`,
    '',
  );
  return 0;
}

function makeRepository(): void {
  rmSync(shop, { recursive: true, force: true });
  mkdirSync(shop, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  commit('base', 'The shop');
  git('switch', '--quiet', '--create', 'cart');
  commit('head', 'Add the cart, ship the logs of the web');
}

function commit(side: 'base' | 'head', message: string): void {
  cpSync(join(root, 'examples/shop', side), shop, { recursive: true });
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

/** The same commits on every machine, whatever its owner has configured. */
function git(...args: readonly string[]): string {
  const person = { NAME: 'Jane Doe', EMAIL: 'jane@example.com', DATE: '2026-01-01T00:00:00Z' };
  const identity = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  return execFileSync('git', args, {
    cwd: shop,
    encoding: 'utf8',
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
      ...Object.fromEntries(identity),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    },
  });
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

process.exitCode = main();
