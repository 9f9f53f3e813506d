import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { GitHub, PullRequest, Repository } from '../github-twin/twin.ts';
import { type ActionRun, type PullRequestRun, runOnPullRequest } from './run-action.ts';

/** The check that the default branch requires: the name of the workflow's job. */
const CHECK = { context: 'tidewaiter', app: 'github-actions' };

/** A repository with policies and applications, whose default branch takes nothing that the gate has not passed. */
export function createShop(github: GitHub): Repository {
  const shop = github.createRepository('acme/shop', { files: filesOf('main') });
  shop.protect('main', { checks: [CHECK] });
  return shop;
}

/** The files of a folder in `inputs/shop`, by their path in the repository. */
export function filesOf(side: 'main' | 'topic'): { readonly [path: string]: string } {
  const folder = join(import.meta.dirname, 'inputs/shop', side);
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}

/** Runs the workflow's job on a pull request: its conclusion is a check of the head. */
export async function runJob(
  github: GitHub,
  shop: Repository,
  pullRequest: PullRequest,
  options: PullRequestRun = {},
): Promise<ActionRun> {
  const sha = pullRequest.headSha;
  const run = await runOnPullRequest(github, shop, pullRequest, options);
  shop.reportJob({ sha, name: CHECK.context, conclusion: run.exitCode === 0 ? 'success' : 'failure' });
  return run;
}
