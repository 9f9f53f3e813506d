import { countOf } from '../../src/base/count-of.ts';
import { GitHubError } from '../../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../../src/github/client.ts';
import { listPullRequestFiles } from '../../src/github/list-pull-request-files.ts';
import { readPullRequest } from '../../src/github/read-pull-request.ts';
import type { PullRequestName } from '../../src/github/repository-name.ts';
import type { ReportedFinding } from '../../src/model/finding.ts';
import { escapeMarkdown } from '../../src/report/escape-markdown.ts';
import { isStanding } from '../../src/report/is-standing.ts';
import { patchBlock } from '../../src/report/patch-markdown.ts';
import { collectFixes, type Fix } from '../../src/review/collect-fixes.ts';
import { visible } from '../../src/text/visible.ts';
import { findCheck } from '../checks/check.ts';
import { checkPlaceOf, whereaboutsOf } from '../judging/case.ts';
import { reviewChange } from '../judging/review-change.ts';
import { startStopwatch } from '../judging/stopwatch.ts';
import { accessToCommit } from './access-to-commit.ts';
import type { Answer } from './answer.ts';
import type { CommandDependencies, CommandRequest } from './command-request.ts';
import { judgeAgain } from './judge-again.ts';

/**
 * Commits all proven suggestions to the head branch, on top of the very commit that was judged when somebody asked. Where that cannot be, the
 * answer is a patch: for a fork, which is not ours to write to, and for a bot that may not commit.
 */
export async function fix(request: CommandRequest, dependencies: CommandDependencies): Promise<Answer> {
  if (!(await wasJudgedBefore(request, dependencies))) return judgeFirst(request, dependencies);
  const { job, judged, gate, pullRequest, signal } = request;
  const files = await listPullRequestFiles(judged.github, nameOf(job));
  const stopwatch = startStopwatch(dependencies.clock);
  const review = await reviewChange(judged, { gate, files, signal }, { ...dependencies, stopwatch });
  const findings = review.findings.filter(isStanding);
  const fixes = collectFixes(findings);
  if (fixes.length === 0) return { kind: 'failed', reply: 'There is no proven suggestion to apply.' };

  const patch = (why: string): Answer => ({
    kind: 'done',
    reply: `${why}\n\n${patchBlock(findings, whereaboutsOf(judged, dependencies))}`,
  });
  if (pullRequest.isCrossRepository) return patch('A fork is not committed to. This is what would be:');
  const access = await accessToCommit(job, dependencies);
  if (access === undefined) return patch('This bot may not commit here. This is what would be committed:');
  signal.throwIfAborted();
  return commit(access.github, fixes, request, dependencies);
}

/** Nobody can have asked for suggestions to a commit that came later. Both times are GitHub's. */
async function wasJudgedBefore(
  { job, judged, askedAt }: CommandRequest,
  dependencies: CommandDependencies,
): Promise<boolean> {
  if (job.headSha !== undefined && job.headSha !== judged.headSha) return false;
  const check = await findCheck(judged.github, checkPlaceOf(judged, dependencies));
  if (!check?.isCompleted || !check.subject.startsWith(`${judged.headSha}/`)) return false;
  // A button is there only once its check is completed.
  if (askedAt === undefined) return true;
  return check.completedAt !== undefined && Date.parse(check.completedAt) <= Date.parse(askedAt);
}

async function judgeFirst(request: CommandRequest, dependencies: CommandDependencies): Promise<Answer> {
  if (await isOurCommit(request)) return { kind: 'done' };
  await judgeAgain(request, dependencies);
  return {
    kind: 'failed',
    reply: 'The head had not been judged when this was asked. It is judged now: look at it, and ask once more.',
  };
}

async function commit(
  github: GitHub,
  fixes: readonly Fix[],
  request: CommandRequest,
  dependencies: CommandDependencies,
): Promise<Answer> {
  const { job, pullRequest } = request;
  const { owner, repo } = job;
  try {
    await github.graphql(COMMIT, {
      input: {
        branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: pullRequest.headRefName },
        expectedHeadOid: pullRequest.headSha,
        message: messageOf(fixes, request),
        fileChanges: {
          additions: fixes.map(({ source, text }) => ({ path: source.file, contents: encode(text) })),
        },
      },
    });
    return { kind: 'done' };
  } catch (error) {
    if (!(error instanceof GitHubError) || !REFUSALS.has(error.code)) throw error;
    const { headSha } = await readPullRequest(github, nameOf(job));
    if (headSha !== pullRequest.headSha) return judgeFirst(request, dependencies);
    return { kind: 'failed', reply: `GitHub does not take the commit. ${escapeMarkdown(error.message)}` };
  }
}

const COMMIT = `mutation commitFixes($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/** A branch that has moved on, or takes no commits. Of all else another try may make something. */
const REFUSALS: ReadonlySet<GitHubError['code']> = new Set(['github/refused', 'github/forbidden', 'github/not-found']);

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function messageOf(fixes: readonly Fix[], request: CommandRequest) {
  const findings: readonly ReportedFinding[] = fixes.flatMap((each) => each.findings);
  const rules = [...new Set(findings.map(({ policy, rule }) => `- ${visible(`${policy}/${rule}`)}`))].sort();
  return {
    headline: `Apply ${countOf(fixes.length, 'proven fix', 'proven fixes')}`,
    body: [...rules, '', markOf(request)].join('\n'),
  };
}

/** By which a command that was broken off after its commit finds that it is done. */
function markOf({ job }: CommandRequest): string {
  const asked = job.kind === 'button' ? `button at ${job.headSha}` : `${job.comment.kind} comment ${job.comment.id}`;
  return `Asked-for-by: ${job.sender}, ${asked}`;
}

/** Anybody can write a message: the worst that comes of it is that nothing is committed. */
async function isOurCommit(request: CommandRequest): Promise<boolean> {
  const { judged, job } = request;
  const { owner, repo } = job;
  const { headSha } = await readPullRequest(judged.github, nameOf(job));
  // The commit's files are not asked for.
  const asked = { owner, repo, ref: headSha, per_page: 1 };
  const { data } = await judged.github.request('GET /repos/{owner}/{repo}/commits/{ref}', asked);
  return data.commit.message.trimEnd().endsWith(markOf(request));
}

function nameOf({ owner, repo, number }: CommandRequest['job']): PullRequestName {
  return { owner, repo, number };
}
