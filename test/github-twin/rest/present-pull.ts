import { refusalOf, testMerge } from '../state/merge.ts';
import type { PullState, RepositoryState, User } from '../state/model.ts';
import { mergeBaseOf } from '../state/pull-diff.ts';
import { fullNameOf } from '../state/refs.ts';
import { presentReactions } from './present-reactions.ts';
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
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: progress.state === 'open' ? null : progress.at,
    merged_at: progress.state === 'merged' ? progress.at : null,
    merge_commit_sha: progress.state === 'merged' ? progress.commit : null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.requestedReviewers.map((reviewer) => presentUser(urls, reviewer)),
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
  const { progress } = pull;
  const trial = progress.state === 'open' ? testMerge(pull) : undefined;
  const isMergeable = progress.state === 'open' ? trial !== undefined : null;
  return {
    ...presentCountedPull(urls, pull),
    ...(trial === undefined ? {} : { merge_commit_sha: trial }),
    mergeable: isMergeable,
    rebaseable: isMergeable,
    mergeable_state: mergeableStateOf(pull, trial),
  };
}

/** A pull request as a delivery tells of it: whether it can be merged GitHub has not found out yet. */
export function presentDeliveredPull(urls: Urls, pull: PullState) {
  const untried = { mergeable: null, rebaseable: null, mergeable_state: 'unknown' };
  return { ...presentCountedPull(urls, pull), ...untried };
}

function presentCountedPull(urls: Urls, pull: PullState) {
  const { progress, repository, headSha } = pull;
  const mergeBase = mergeBaseOf(pull);
  const { diffs, history } = repository.network;
  const { files, additions, deletions } = diffs.count(mergeBase, headSha);
  return {
    ...presentPull(urls, pull),
    merged: progress.state === 'merged',
    merged_by: progress.state === 'merged' ? presentUser(urls, progress.by) : null,
    comments: pull.conversation.length,
    review_comments: pull.threads.reduce((sum, thread) => sum + thread.comments.length, 0),
    maintainer_can_modify: pull.head.repository !== repository,
    commits: history.commitsBetween(mergeBase, headSha).length,
    additions,
    deletions,
    changed_files: files,
  };
}

/** A pull request as the issue that it is, too. */
export function presentIssue(urls: Urls, pull: PullState) {
  const shown = presentPull(urls, pull);
  const { id, number, state, title, user, body, labels, assignee, assignees, milestone, locked } = shown;
  const { html_url, diff_url, patch_url, merged_at, issue_url } = shown;
  return {
    id,
    number,
    node_id: shown.node_id,
    url: issue_url,
    repository_url: urls.api + repositoryPath(pull.repository),
    labels_url: `${issue_url}/labels{/name}`,
    comments_url: `${issue_url}/comments`,
    events_url: `${issue_url}/events`,
    timeline_url: `${issue_url}/timeline`,
    html_url,
    state,
    state_reason: null,
    title,
    body,
    user,
    labels,
    assignee,
    assignees,
    milestone,
    locked,
    draft: shown.draft,
    active_lock_reason: null,
    comments: pull.conversation.length,
    created_at: shown.created_at,
    updated_at: shown.updated_at,
    closed_at: shown.closed_at,
    author_association: shown.author_association,
    performed_via_github_app: null,
    reactions: presentReactions(issue_url, []),
    pull_request: { url: shown.url, html_url, diff_url, patch_url, merged_at },
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
  if (user === repository.admin) return repository.owner.type === 'Organization' ? 'MEMBER' : 'OWNER';
  if (user.type === 'Bot') return 'NONE';
  return repository.collaborators.has(user.login.toLowerCase()) ? 'COLLABORATOR' : 'CONTRIBUTOR';
}
