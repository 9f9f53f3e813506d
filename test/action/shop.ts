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

/** What the policies of `inputs/shop/main` want otherwise in `inputs/shop/topic`. */
export const FINDINGS = [
  {
    path: 'apps/cart/worker.yaml',
    line: 25,
    says: 'Would be changed at admission by `ClusterPolicy/no-tokens` (warn)',
    suggestion: ['          args: [worker]', '      automountServiceAccountToken: false'].join('\n'),
  },
  {
    path: 'apps/payments/deployment.yaml',
    line: 27,
    says: 'Would be denied by `ClusterPolicy/no-privileged-containers` (enforce)',
    suggestion: '            privileged: false # for the card reader',
  },
  {
    path: 'apps/payments/migration.yaml',
    line: 6,
    says: 'Would be denied by `ClusterPolicy/ownership` (enforce)',
    suggestion: undefined,
  },
  {
    path: 'apps/reports/cronjob.yaml',
    line: 19,
    says: 'Would be changed at admission by `ClusterPolicy/hardening` (warn)',
    suggestion: [
      '              image: registry.example.com/shop/reports:0.3.1',
      '          securityContext:',
      '            seccompProfile:',
      '              type: RuntimeDefault',
    ].join('\n'),
  },
  {
    path: 'apps/storefront/deployment.yaml',
    line: 19,
    says: 'Would be denied by `ClusterPolicy/no-host-network` (enforce)',
    suggestion: '      hostNetwork: false',
  },
];

/** Where the comments about them stand. */
export const PLACES = FINDINGS.map(({ path, line, suggestion }) => ({ path, line, startLine: undefined, suggestion }));

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
