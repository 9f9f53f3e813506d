import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnPullRequest } from '../../test/action/run-action.ts';
import { startGitHub } from '../../test/github-twin/start-github.ts';
import type { GitHub, PullRequest, Repository } from '../../test/github-twin/twin.ts';
import type { CommentOnLines } from './pages.ts';
import { patchLines } from './patch-lines.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is said about the pull request of `examples/shop`, by the Action in the pull request and by the command in a clone of it. */
export interface JudgedShop {
  readonly comments: readonly CommentOnLines[];
  readonly summary: string;
  readonly stepSummary: string;
  readonly terminal: { readonly command: string; readonly output: string };
}

/** Opens the example's pull request at a GitHub of its own, and has it judged by the Action's bundle and by the command. */
export async function judgeShop(): Promise<JudgedShop> {
  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: readTree('examples/shop/base') });
  shop.push('cart', readTree('examples/shop/head'));
  const pullRequest = shop.openPullRequest({ head: 'cart' });
  const { summary } = await runOnPullRequest(github, shop, pullRequest, { environment: AS_IN_A_WORKFLOW });
  return {
    comments: await readComments(github, shop, pullRequest),
    summary: withTypicalTime(pullRequest.conversation()[0]?.body ?? ''),
    stepSummary: withTypicalTime(summary),
    terminal: runInClone(shop, 'deploy/web.yaml'),
  };
}

/** What the runner says of a step with `uses: tidewaiter/tidewaiter@v0.1.0`: rules of the bundle are links then. */
const AS_IN_A_WORKFLOW = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_ACTION_REPOSITORY: 'tidewaiter/tidewaiter',
  GITHUB_ACTION_REF: 'v0.1.0',
};

function readTree(folder: string): Record<string, string> {
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(join(root, folder), path), readFileSync(path, 'utf8')];
    }),
  );
}

async function readComments(
  github: GitHub,
  shop: Repository,
  pullRequest: PullRequest,
): Promise<readonly CommentOnLines[]> {
  const token = pullRequest.jobToken({ event: 'pull_request', permissions: { contents: 'read' } });
  const answer = await fetch(`${github.apiUrl}/repos/${shop.fullName}/pulls/${pullRequest.number}/files`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const files: readonly { readonly filename: string; readonly patch: string }[] = JSON.parse(await answer.text());
  return pullRequest.visibleComments().map(({ path, line = 1, startLine = line, body }) => {
    const patch = files.find(({ filename }) => filename === path)?.patch ?? '';
    return { file: path, startLine, endLine: line, body, diff: patchLines(patch) };
  });
}

/** The very command that the comments name. */
function runInClone(shop: Repository, file: string): JudgedShop['terminal'] {
  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-pictures-'));
  try {
    execFileSync('git', ['clone', '--quiet', '--branch', 'cart', shop.folder, folder]);
    const args = ['check', '--base', 'origin/main', file];
    const { stdout } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', FORCE_COLOR: '1' },
    });
    return { command: `npx tidewaiter ${args.join(' ')}`, output: withTypicalTime(stdout) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** No run takes as long as another: a typical time stands in the pictures, so that they change only where something has changed. */
function withTypicalTime(text: string): string {
  return text.replace(/(?<=· )\d+(?:\.\d+)? m?s\b/g, '98 ms');
}
