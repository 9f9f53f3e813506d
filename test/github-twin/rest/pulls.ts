import type { FileDiff } from '../git/diff.ts';
import type { PullState } from '../state/model.ts';
import { diffOf } from '../state/pull-diff.ts';
import { fullNameOf } from '../state/refs.ts';
import { notFound } from './api-error.ts';
import { presentFullPull, presentPull } from './present-pull.ts';
import { repositoryPath } from './present-repository.ts';
import { type ApiCall, numberParameter, page, type RepositoryCall, type Route } from './route.ts';

export const pullRoutes: readonly Route[] = [
  { operation: 'GET /repos/{owner}/{repo}/pulls', scopes: ['pull-requests'], handle: listPulls },
  {
    operation: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    scopes: ['pull-requests'],
    handle: (call) => ({ status: 200, body: presentFullPull(call.urls, pullOf(call)) }),
  },
  { operation: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', scopes: ['pull-requests'], handle: listFiles },
];

/** The pull request that a path names. */
export function pullOf(call: RepositoryCall): PullState {
  const pull = call.repository.pulls.get(numberParameter(call, 'pull_number'));
  if (pull === undefined) throw notFound();
  return pull;
}

export function pullPath(pull: PullState): string {
  return `${repositoryPath(pull.repository)}/pulls/${pull.number}`;
}

function listPulls(call: RepositoryCall) {
  const wanted = call.query.get('state') ?? 'open';
  const head = call.query.get('head');
  const base = call.query.get('base');
  const pulls = [...call.repository.pulls.values()].reverse().filter((pull) => {
    const state = pull.progress.state === 'open' ? 'open' : 'closed';
    return (
      (wanted === 'all' || wanted === state) &&
      (head === null || head === `${pull.head.repository.owner.login}:${pull.head.branch}`) &&
      (base === null || base === pull.baseBranch)
    );
  });
  return page(
    call,
    pulls.map((pull) => presentPull(call.urls, pull)),
  );
}

function listFiles(call: RepositoryCall) {
  const pull = pullOf(call);
  const files = diffOf(pull).slice(0, call.world.limits.pullRequestFiles);
  return page(
    call,
    files.map((file) => presentFile(call, file, fullNameOf(pull.repository), pull.headSha)),
  );
}

/** One file of a diff. It has no patch where it is binary, has no changed lines, or too many. */
export function presentFile(call: ApiCall, file: FileDiff, fullName: string, revision: string) {
  const { content } = file;
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${call.urls.server}/${fullName}/blob/${revision}/${path}`,
    raw_url: `${call.urls.server}/${fullName}/raw/${revision}/${path}`,
    contents_url: `${call.urls.api}/repos/${fullName}/contents/${path}?ref=${revision}`,
    ...(content.kind === 'text' && content.patch !== '' ? { patch: content.patch } : {}),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}
