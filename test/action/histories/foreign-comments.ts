import type { ReviewComment } from '../../github-twin/twin.ts';
import type { HistoryStage } from './history-stage.ts';
import { standingIn } from './standing.ts';
import type { Foreigner } from './steps.ts';

/** Says something in somebody else's name, in the conversation or at the lines of a comment of ours. */
export async function commentAsForeigner(
  by: Foreigner,
  at: ReviewComment | undefined,
  stage: HistoryStage,
): Promise<void> {
  const { pullRequest, foreign } = stage;
  const summary = standingIn(pullRequest).summaries[0]?.body ?? '';
  switch (by) {
    case 'reader':
      foreign.add(pullRequest.comment('octocat', 'Who wrote this?'));
      return;
    case 'copier-of-summary':
      foreign.add(pullRequest.comment('mallory', summary || 'Nothing yet'));
      return;
    case 'copier-of-comment':
      if (at) foreign.add(await commentOnLines(stage, at, { token: tokenOf('mallory', stage), body: at.body }));
      return;
    case 'other-workflow':
      foreign.add(await commentInConversation(stage, `Seen by another workflow:\n${summary}`));
      return;
    case 'other-gate': {
      const token = workflowToken(stage);
      const body = at?.body.replace(' tidewaiter comment tidewaiter ', ' tidewaiter comment other ') ?? '';
      if (at) foreign.add(await commentOnLines(stage, at, { token, body }));
      return;
    }
  }
}

function tokenOf(login: string, { github }: HistoryStage): string {
  return github.token({ login });
}

function workflowToken({ pullRequest }: HistoryStage): string {
  return pullRequest.jobToken({ event: 'pull_request', permissions: { 'pull-requests': 'write' } });
}

function commentInConversation(stage: HistoryStage, body: string): Promise<number> {
  return post(stage, `issues/${stage.pullRequest.number}/comments`, { token: workflowToken(stage), body: { body } });
}

/** At the lines of another comment. */
async function commentOnLines(
  stage: HistoryStage,
  { path, line, startLine }: ReviewComment,
  { token, body }: { readonly token: string; readonly body: string },
): Promise<number> {
  const { number, headSha } = stage.pullRequest;
  const start = startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' };
  const place = { path, line, side: 'RIGHT', ...start };
  return post(stage, `pulls/${number}/comments`, { token, body: { body, commit_id: headSha, ...place } });
}

async function post(
  { github, shop }: HistoryStage,
  path: string,
  { token, body }: { readonly token: string; readonly body: object },
): Promise<number> {
  const response = await fetch(`${github.apiUrl}/repos/${shop.fullName}/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status !== 201) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
  return Number(Object(await response.json()).id);
}
