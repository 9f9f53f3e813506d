import type { FileDiff } from '../git/diff.ts';
import type { PullState } from '../state/model.ts';
import { baseTipOf, diffOf } from '../state/pull-diff.ts';
import { changeBase, changeTitle, close, openPull, reopen } from '../state/pulls.ts';
import { findCommit, fullNameOf } from '../state/refs.ts';
import { notFound, validationFailed } from './api-error.ts';
import { findSides } from './find-sides.ts';
import { presentFullPull, presentPull } from './present-pull.ts';
import { repositoryPath } from './present-repository.ts';
import {
  type Answer,
  type ApiCall,
  actorOf,
  numberParameter,
  page,
  type RepositoryCall,
  type Route,
  textOf,
} from './route.ts';

export const pullRoutes: readonly Route[] = [
  { operation: 'GET /repos/{owner}/{repo}/pulls', scopes: ['pull-requests'], handle: listPulls },
  {
    operation: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    scopes: ['pull-requests'],
    handle: (call) => ({ status: 200, body: presentFullPull(call.urls, pullOf(call)) }),
  },
  { operation: 'POST /repos/{owner}/{repo}/pulls', scopes: ['pull-requests'], handle: create },
  { operation: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}', scopes: ['pull-requests'], handle: update },
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

function create(call: RepositoryCall): Answer {
  const { body, world, repository, urls } = call;
  const wish = { head: textOf(body.head) ?? '', base: textOf(body.base) ?? '' };
  const title = titleOf(body);
  const found = findSides(world, repository, wish);
  if ('problem' in found) throw validationFailed('PullRequest', found.problem);
  const pull = openPull(world, repository, {
    from: found.from,
    head: found.branch,
    base: wish.base,
    draft: body.draft === true,
    login: actorOf(call).login,
    ...(title === undefined ? {} : { title }),
    ...(textOf(body.body) === undefined ? {} : { body: textOf(body.body) ?? '' }),
  });
  const shown = presentFullPull(urls, pull);
  return { status: 201, body: shown, headers: { location: shown.url } };
}

const MAX_TITLE = 256;

/** The words are GitHub's own, as users of its API have met them. */
function titleOf({ title }: RepositoryCall['body']): string | undefined {
  const text = textOf(title);
  if (text === undefined || [...text].length <= MAX_TITLE) return text;
  const message = `title is too long (maximum is ${MAX_TITLE} characters)`;
  throw validationFailed('Issue', { code: 'custom', field: 'title', message });
}

/** Closing, reopening, another title, another base. */
function update(call: RepositoryCall): Answer {
  const { body, world, repository, urls } = call;
  const pull = pullOf(call);
  const by = actorOf(call);
  const [title, base] = [titleOf(body), textOf(body.base)];
  if (base !== undefined && findCommit(repository, base) === undefined) {
    throw validationFailed('PullRequest', { field: 'base', code: 'invalid' });
  }
  if (title !== undefined && title !== pull.title) changeTitle(world, pull, title, by);
  if (base !== undefined && base !== pull.baseBranch) changeBase(world, pull, base, by);
  if (body.state === 'closed' && pull.progress.state === 'open') close(world, pull, baseTipOf(pull), by);
  if (body.state === 'open') reopen(world, pull, by);
  return { status: 200, body: presentFullPull(urls, pull) };
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
