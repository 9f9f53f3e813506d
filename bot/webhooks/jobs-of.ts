import type { JsonObject } from '../../src/base/json.ts';
import { valueAt } from '../../src/base/value-at.ts';
import { walkThroughOwner } from '../configuration/walk-through-owner.ts';
import { ASKED, type Job, type RepositoryOfInstallation } from '../queue/job.ts';
import type { QueuedJob } from '../queue/queue.ts';
import { numberAt, objectsAt, textAt } from './payload.ts';
import { touchesJudgement } from './touches-judgement.ts';

/** What is to be done because of a delivery: nothing, mostly. */
export function jobsOf(event: string, payload: JsonObject): readonly QueuedJob[] {
  const repository = repositoryOf(payload);
  if (repository === undefined) return walkInstallation(event, payload);
  return listJobs(event, payload, repository).map((job) => ({
    job,
    priority: job.kind === 'judge-branch' ? 'low' : 'normal',
  }));
}

function repositoryOf(payload: JsonObject): RepositoryOfInstallation | undefined {
  const installation = numberAt(payload, 'installation', 'id');
  const owner = textAt(payload, 'repository', 'owner', 'login');
  const repo = textAt(payload, 'repository', 'name');
  if (installation === undefined || owner === undefined || repo === undefined) return undefined;
  return { installation, owner, repo };
}

/**
 * What the App may look at now was there before: nothing else tells of it. Single repositories that are added, mostly new and empty ones, wait for
 * the hourly sweep.
 */
function walkInstallation(event: string, payload: JsonObject): readonly QueuedJob[] {
  const installation = numberAt(payload, 'installation', 'id');
  const owner = textAt(payload, 'installation', 'account', 'login');
  const isMore = MORE_TO_SEE.includes(`${event}.${textAt(payload, 'action')}`);
  return isMore && installation !== undefined && owner !== undefined ? [walkThroughOwner({ installation, owner })] : [];
}

const MORE_TO_SEE: readonly string[] = [
  'installation.created',
  'installation.unsuspend',
  'installation.new_permissions_accepted',
];

function listJobs(event: string, payload: JsonObject, repository: RepositoryOfInstallation): readonly Job[] {
  const action = textAt(payload, 'action');
  switch (action === undefined ? event : `${event}.${action}`) {
    case 'pull_request.opened':
    case 'pull_request.synchronize':
    case 'pull_request.reopened':
    case 'pull_request.ready_for_review':
    case 'pull_request.converted_to_draft':
      return judgePullRequest(repository, payload, `pull request ${action}`);
    case 'pull_request.edited':
      return valueAt(payload, ['changes', 'base']) === undefined
        ? []
        : judgePullRequest(repository, payload, 'pull request against another branch');
    case 'pull_request_review.submitted':
    case 'pull_request_review.dismissed':
      return judgeReviewed(repository, payload);
    case 'merge_group.checks_requested':
      return judgeMergeGroup(repository, {
        headSha: textAt(payload, 'merge_group', 'head_sha'),
        baseBranch: branchOf(textAt(payload, 'merge_group', 'base_ref')),
        queuedNumber: placeInQueue(branchOf(textAt(payload, 'merge_group', 'head_ref')))?.queuedNumber,
      });
    case 'push':
      return judgePush(repository, payload);
    case 'check_run.rerequested':
      return judgeAgain(repository, payload, 'check_run');
    case 'check_suite.rerequested':
      return judgeAgain(repository, payload, 'check_suite');
    case 'check_run.requested_action':
      return pressButton(repository, payload);
    case 'issue_comment.created':
      return valueAt(payload, ['issue', 'pull_request']) === undefined
        ? []
        : obeyComment(repository, payload, { kind: 'conversation', number: numberAt(payload, 'issue', 'number') });
    case 'pull_request_review_comment.created':
      return obeyComment(repository, payload, { kind: 'review', number: numberAt(payload, 'pull_request', 'number') });
    default:
      return [];
  }
}

function judgePullRequest(repository: RepositoryOfInstallation, payload: JsonObject, reason: string): readonly Job[] {
  const number = numberAt(payload, 'pull_request', 'number');
  return number === undefined ? [] : [{ ...repository, kind: 'judge-pull-request', number, reason }];
}

/** An approval decides about pull requests with exemptions, which the bot opens. All others are judged by what is in them. */
function judgeReviewed(repository: RepositoryOfInstallation, payload: JsonObject): readonly Job[] {
  return isBot(payload, 'pull_request', 'user') ? judgePullRequest(repository, payload, ASKED) : [];
}

interface MergeGroup {
  readonly headSha: string | undefined;
  readonly baseBranch: string | undefined;
  readonly queuedNumber: number | undefined;
}

function judgeMergeGroup(
  repository: RepositoryOfInstallation,
  { headSha, baseBranch, queuedNumber }: MergeGroup,
): readonly Job[] {
  if (headSha === undefined || baseBranch === undefined) return [];
  const queued = queuedNumber === undefined ? {} : { queuedNumber };
  return [{ ...repository, kind: 'judge-merge-group', headSha, baseBranch, ...queued }];
}

/** A push to a branch that pull requests may be against. Whether any is, and whether they are judged otherwise now, the job finds out. */
function judgePush(repository: RepositoryOfInstallation, payload: JsonObject): readonly Job[] {
  const branch = branchOf(textAt(payload, 'ref'));
  if (branch === undefined || payload.deleted === true) return [];
  const place = placeInQueue(branch);
  if (place === undefined) return touchesJudgement(payload) ? judgeBranch(repository, payload, branch) : [];
  // GitHub does not always tell of merge groups: their branches are heard of as well.
  return isByMergeQueue(payload) ? judgeMergeGroup(repository, { headSha: textAt(payload, 'after'), ...place }) : [];
}

/** From a commit that is no ancestor, which forcing leaves behind, what came does not tell what went. */
function judgeBranch(repository: RepositoryOfInstallation, payload: JsonObject, branch: string): readonly Job[] {
  const commit = textAt(payload, 'after');
  if (commit === undefined) return [];
  const before = payload.forced === true || payload.created === true ? undefined : textAt(payload, 'before');
  return [{ ...repository, kind: 'judge-branch', branch, commit, ...(before === undefined ? {} : { before }) }];
}

/** Whoever may push can give a branch such a name, and would have a commit judged as if nobody had to approve it. */
function isByMergeQueue(push: JsonObject): boolean {
  return textAt(push, 'sender', 'login') === 'github-merge-queue[bot]';
}

function branchOf(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
}

/** What the name of a merge queue's branch tells: `gh-readonly-queue/main/pr-1-SHA`. */
function placeInQueue(branch: string | undefined): Omit<MergeGroup, 'headSha'> | undefined {
  const [, baseBranch, number] = branch?.match(/^gh-readonly-queue\/(.+)\/pr-(\d{1,9})-[0-9a-f]+$/) ?? [];
  return baseBranch === undefined ? undefined : { baseBranch, queuedNumber: Number(number) };
}

/**
 * Re-run, of one check or of all. GitHub asks only the App whose check it is. A merge group is not judged again: one that failed has left its
 * queue, and of all others only the name of a branch would tell.
 */
function judgeAgain(
  repository: RepositoryOfInstallation,
  payload: JsonObject,
  what: 'check_run' | 'check_suite',
): readonly Job[] {
  return numbersOf(payload, what).map((number) => ({
    ...repository,
    kind: 'judge-pull-request',
    number,
    reason: ASKED,
  }));
}

function numbersOf(payload: JsonObject, what: 'check_run' | 'check_suite'): readonly number[] {
  return objectsAt(payload, what, 'pull_requests')
    .map((pullRequest) => numberAt(pullRequest, 'number'))
    .filter((number) => number !== undefined);
}

function pressButton(repository: RepositoryOfInstallation, payload: JsonObject): readonly Job[] {
  const action = textAt(payload, 'requested_action', 'identifier');
  const headSha = textAt(payload, 'check_run', 'head_sha');
  const sender = textAt(payload, 'sender', 'login');
  if (action === undefined || headSha === undefined || sender === undefined) return [];
  return numbersOf(payload, 'check_run').map((number) => ({
    ...repository,
    kind: 'button',
    number,
    action,
    headSha,
    sender,
  }));
}

interface Commented {
  readonly kind: 'conversation' | 'review';
  readonly number: number | undefined;
}

/** Nothing is obeyed of what a machine says, which the bot is as well. */
function obeyComment(
  repository: RepositoryOfInstallation,
  payload: JsonObject,
  { kind, number }: Commented,
): readonly Job[] {
  const id = numberAt(payload, 'comment', 'id');
  const body = textAt(payload, 'comment', 'body');
  const sender = textAt(payload, 'comment', 'user', 'login');
  const headSha = textAt(payload, 'pull_request', 'head', 'sha');
  if (number === undefined || id === undefined || body === undefined || sender === undefined) return [];
  if (!COMMAND.test(body) || isBot(payload, 'comment', 'user') || isBot(payload, 'sender')) return [];
  const head = headSha === undefined ? {} : { headSha };
  return [{ ...repository, kind: 'command', number, comment: { kind, id }, sender, body, ...head }];
}

const COMMAND = /^\/tidewaiter(?!\S)/m;

function isBot(payload: JsonObject, ...path: readonly string[]): boolean {
  return textAt(payload, ...path, 'type') === 'Bot';
}
