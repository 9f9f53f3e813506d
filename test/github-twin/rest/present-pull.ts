import { refusalOf, testMerge } from '../state/merge.ts';
import type { PullState, RepositoryState, User } from '../state/model.ts';
import { diffOf, mergeBaseOf } from '../state/pull-diff.ts';
import { fullNameOf } from '../state/refs.ts';
import { nodeId, presentRepository, presentUser, repositoryPath } from './present-repository.ts';
import type { Urls } from './route.ts';

/** A pull request as a list of them shows it. */
export function presentPull(urls: Urls, pull: PullState) {
  const { repository, progress } = pull;
  const api = `${urls.api}${repositoryPath(repository)}`;
  const self = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const html = `${urls.server}/${fullNameOf(repository)}/pull/${pull.number}`;
  const statuses = `${api}/statuses/${pull.headSha}`;
  return {
    url: self,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: pull.number,
    state: progress.state === 'open' ? 'open' : 'closed',
    locked: false,
    title: pull.title,
    user: presentUser(urls, pull.author),
    body: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: progress.state === 'open' ? null : progress.at,
    merged_at: progress.state === 'merged' ? progress.at : null,
    merge_commit_sha: progress.state === 'merged' ? progress.commit : null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.isDraft,
    commits_url: `${self}/commits`,
    review_comments_url: `${self}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: presentSide(urls, pull.head.repository, pull.head.branch, pull.headSha),
    base: presentSide(urls, repository, pull.baseBranch, pull.baseSha),
    _links: {
      self: { href: self },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${self}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${self}/commits` },
      statuses: { href: statuses },
    },
    author_association: associationOf(repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

function presentSide(urls: Urls, repository: RepositoryState, branch: string, sha: string) {
  return {
    label: `${repository.owner.login}:${branch}`,
    ref: branch,
    sha,
    user: presentUser(urls, repository.owner),
    repo: presentRepository(urls, repository),
  };
}

/** A pull request as its own page shows it. For an open one GitHub tries the merge, and tells the commit that came of it. */
export function presentFullPull(urls: Urls, pull: PullState) {
  const files = diffOf(pull);
  const { progress, repository } = pull;
  const trial = progress.state === 'open' ? testMerge(pull) : undefined;
  const comments = pull.threads.reduce((sum, thread) => sum + thread.comments.length, 0);
  const total = (count: 'additions' | 'deletions') => files.reduce((sum, file) => sum + file[count], 0);
  return {
    ...presentPull(urls, pull),
    ...(trial === undefined ? {} : { merge_commit_sha: trial }),
    merged: progress.state === 'merged',
    mergeable: progress.state === 'open' ? trial !== undefined : null,
    rebaseable: progress.state === 'open' ? trial !== undefined : null,
    mergeable_state: mergeableStateOf(pull, trial),
    merged_by: progress.state === 'merged' ? presentUser(urls, progress.by) : null,
    comments: pull.conversation.length,
    review_comments: comments,
    maintainer_can_modify: pull.head.repository !== repository,
    commits: repository.network.history.commitsBetween(mergeBaseOf(pull), pull.headSha).length,
    additions: total('additions'),
    deletions: total('deletions'),
    changed_files: files.length,
  };
}

function mergeableStateOf(pull: PullState, trial: string | undefined): string {
  if (pull.progress.state !== 'open') return 'unknown';
  if (trial === undefined) return 'dirty';
  if (pull.isDraft) return 'draft';
  return refusalOf(pull.repository, pull.baseBranch, pull.headSha) === undefined ? 'clean' : 'blocked';
}

/** What somebody is to a repository. Bots of Apps are nothing to it, whatever they may do. */
export function associationOf(repository: RepositoryState, user: User): string {
  if (user === repository.owner) return 'OWNER';
  if (user.type === 'Bot') return 'NONE';
  return repository.collaborators.has(user.login.toLowerCase()) ? 'COLLABORATOR' : 'CONTRIBUTOR';
}
