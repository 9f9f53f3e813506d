import { ConfigError } from '../errors/tidewaiter-error.ts';
import { visible } from '../text/visible.ts';
import type { GitHub } from './client.ts';
import type { PullRequestName } from './repository-name.ts';

/** A pull request as it is now, which may be later than the event that tells of it. */
export interface PullRequest {
  /** GraphQL's id. */
  readonly id: string;
  readonly number: number;
  readonly state: 'open' | 'closed' | 'merged';
  readonly isDraft: boolean;
  readonly headSha: string;
  readonly headRefName: string;
  /** `owner/name`; null when the fork has been deleted. */
  readonly headRepository: string | null;
  /** Whether the head is in a fork. */
  readonly isCrossRepository: boolean;
  readonly baseRefName: string;
  /** The commit that the base branch is at now. */
  readonly baseTip: string;
  /** As REST names it: `octocat`, `dependabot[bot]`. */
  readonly author: string;
  /** Whose token this is, named likewise. */
  readonly viewer: string;
}

const QUERY = `query pullRequest($owner: String!, $repo: String!, $number: Int!) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      id number state isDraft isCrossRepository
      headRefOid headRefName headRepository { nameWithOwner }
      baseRefName baseRef { target { oid } }
      author { __typename login }
    }
  }
}`;

interface Answer {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly pullRequest: {
      readonly id: string;
      readonly number: number;
      readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
      readonly isDraft: boolean;
      readonly isCrossRepository: boolean;
      readonly headRefOid: string;
      readonly headRefName: string;
      readonly headRepository: { readonly nameWithOwner: string } | null;
      readonly baseRefName: string;
      readonly baseRef: { readonly target: { readonly oid: string } | null } | null;
      readonly author: { readonly __typename: string; readonly login: string } | null;
    };
  };
}

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

/**
 * Asks for a pull request in one request.
 * @throws GitHubError `github/not-found` where there is none; ConfigError `git/unknown-revision` when its base branch is gone
 */
export async function readPullRequest(github: GitHub, name: PullRequestName): Promise<PullRequest> {
  const { viewer, repository } = await github.graphql<Answer>(QUERY, { ...name });
  const { baseRef, headRefOid, headRepository, author, state, ...rest } = repository.pullRequest;
  const baseTip = baseRef?.target?.oid;
  if (baseTip === undefined) throw baseIsGone(rest.number, rest.baseRefName);
  return {
    ...rest,
    state: STATES[state],
    headSha: headRefOid,
    headRepository: headRepository?.nameWithOwner ?? null,
    baseTip,
    author: author === null ? DELETED_ACCOUNT : loginOf(author),
    viewer: viewer.login,
  };
}

/** Whom GitHub names in place of an account that was deleted. */
const DELETED_ACCOUNT = 'ghost';

/** GraphQL names an App `dependabot` where REST and payloads say `dependabot[bot]`. */
function loginOf({ __typename, login }: { readonly __typename: string; readonly login: string }): string {
  return __typename === 'Bot' ? `${login}[bot]` : login;
}

function baseIsGone(number: number, branch: string): ConfigError {
  return new ConfigError(`the base branch "${visible(branch)}" of pull request #${number} is gone`, {
    code: 'git/unknown-revision',
    remedy: 'Restore the branch, or choose another base for the pull request.',
  });
}
