import { startGitHub } from '../github-twin/start-github.ts';
import type { Files, GitHub, GitHubOptions, PullRequest, Repository } from '../github-twin/twin.ts';
import { type ActionRun, type PullRequestRun, runOnPullRequest } from './run-action.ts';

/** A repository with an open pull request, on a GitHub of its own. */
export interface Stage extends AsyncDisposable {
  readonly github: GitHub;
  readonly shop: Repository;
  /** From the branch `topic` into `main`. */
  readonly pullRequest: PullRequest;
  /** Runs the bundle for the pull request as it is now. */
  run(options?: PullRequestRun): Promise<ActionRun>;
}

export interface Scene extends GitHubOptions {
  readonly main: Files;
  /** What the pull request changes. */
  readonly topic: Files;
  readonly isPrivate?: boolean;
  readonly isDraft?: boolean;
}

/** Sets a scene. When it ends, nothing may have been asked that GitHub's own description of its API does not allow. */
export async function openStage({
  main,
  topic,
  isPrivate = false,
  isDraft = false,
  ...options
}: Scene): Promise<Stage> {
  const github = await startGitHub(options);
  const shop = github.createRepository('acme/shop', { files: main, private: isPrivate });
  shop.push('topic', topic);
  const pullRequest = shop.openPullRequest({ head: 'topic', draft: isDraft });
  return {
    github,
    shop,
    pullRequest,
    run: (run) => runOnPullRequest(github, shop, pullRequest, run),
    async [Symbol.asyncDispose]() {
      await github.stop();
      if (github.violations.length > 0) throw new Error(JSON.stringify(github.violations, undefined, 2));
    },
  };
}
