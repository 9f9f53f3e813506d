import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../../src/github/client.ts';
import { escapeMarkdown, markdownCode } from '../../src/report/escape-markdown.ts';
import { visible } from '../../src/text/visible.ts';
import { readUserId } from '../github/read-right.ts';
import type { ComposedExemptions } from '../orders/compose-exemptions.ts';
import { findProposal, rememberProposal } from '../store/proposals.ts';
import type { CommandDependencies, CommandRequest } from './command-request.ts';
import type { ExemptCommand } from './parse-command.ts';

interface Proposed extends ComposedExemptions {
  readonly command: ExemptCommand;
  readonly request: CommandRequest;
}

/**
 * Opens a pull request with exemptions, and tells its address. Who asked is remembered before there is anything to approve. Whatever is there
 * already, because this was broken off, is gone on from.
 */
export async function propose(
  github: GitHub,
  proposed: Proposed,
  { database }: Pick<CommandDependencies, 'database'>,
): Promise<string> {
  const { job, judged } = proposed.request;
  const { owner, repo, number } = job;
  const repository = `${owner}/${repo}`;
  const branch = `tidewaiter/exempt-${number}-${job.kind === 'command' ? job.comment.id : job.action}`;
  const place = { repository, at: branch };
  const known = await findProposal(database, place);
  const headSha = known?.headSha ?? (await commit(github, proposed));
  if (known === undefined) {
    const askerId = await readUserId(github, job, job.sender);
    await rememberProposal(database, place, { asker: job.sender, askerId, headSha });
  }

  await createBranch(github, { owner, repo, branch, headSha });
  const standing = await github.request('GET /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    head: `${owner}:${branch}`,
    state: 'all',
  });
  if (standing.data[0]) return standing.data[0].html_url;
  const { data } = await github.request('POST /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    head: branch,
    base: judged.baseBranch,
    title: titleOf(proposed),
    body: bodyOf(proposed),
  });
  return data.html_url;
}

/** On top of the base branch as it was judged. Nothing points to the commit yet. */
async function commit(github: GitHub, { file, after, ...proposed }: Proposed): Promise<string> {
  const { owner, repo } = proposed.request.job;
  const { baseSha } = proposed.request.judged;
  const base = await github.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    owner,
    repo,
    commit_sha: baseSha,
  });
  const tree = await github.request('POST /repos/{owner}/{repo}/git/trees', {
    owner,
    repo,
    base_tree: base.data.tree.sha,
    tree: [{ path: file, mode: '100644', type: 'blob', content: after }],
  });
  const { data } = await github.request('POST /repos/{owner}/{repo}/git/commits', {
    owner,
    repo,
    message: titleOf(proposed),
    tree: tree.data.sha,
    parents: [baseSha],
  });
  return data.sha;
}

/** One that is there already is of this command: no other has its name. Were it at another commit, the proposal stays red. */
async function createBranch(
  github: GitHub,
  {
    owner,
    repo,
    branch,
    headSha,
  }: { readonly owner: string; readonly repo: string; readonly branch: string; readonly headSha: string },
): Promise<void> {
  try {
    await github.request('POST /repos/{owner}/{repo}/git/refs', {
      owner,
      repo,
      ref: `refs/heads/${branch}`,
      sha: headSha,
    });
  } catch (error) {
    if (!(error instanceof TidewaiterError) || !/already exists/i.test(error.message)) throw error;
  }
}

function titleOf({ command, request }: Pick<Proposed, 'command' | 'request'>): string {
  const policy = visible(command.policy);
  const shown = policy.length > LONGEST_NAME ? `${policy.slice(0, LONGEST_NAME).toWellFormed()}…` : policy;
  return `Exempt what #${request.job.number} violates of ${shown} for ${command.days} days`;
}

/** GitHub takes titles of 256 characters. The body has the whole name. */
const LONGEST_NAME = 180;

function bodyOf({ command, request }: Proposed): string {
  const { job } = request;
  return [
    `${escapeMarkdown(job.sender)} asks in #${job.number} to live with what that pull request violates of ${markdownCode(command.policy)}:`,
    '',
    `> ${escapeMarkdown(command.reason)}`,
    '',
    'It has effect once it is merged. Its check stays red until somebody who may maintain this repository, and who did not ask for it, approves it as it is.',
  ].join('\n');
}
