import type { RepositoryState } from '../state/model.ts';
import { shownDiff } from '../state/pull-diff.ts';
import { findCommit, fullNameOf } from '../state/refs.ts';
import { ApiError, notFound } from './api-error.ts';
import { presentCommit } from './present-commit.ts';
import { repositoryPath } from './present-repository.ts';
import { presentFile } from './pulls.ts';
import type { Answer, RepositoryCall } from './route.ts';
import { page } from './route.ts';

const MAX_FILES = 300;

/** What came onto `head` since it left `base`: three dots. Files are on the first page only, and at most 300. */
export function compare(call: RepositoryCall): Answer {
  const { repository, urls, parameters } = call;
  const [baseName = '', headName = ''] = (parameters.basehead ?? '').split('...');
  const base = commitOf(call, baseName);
  const head = commitOf(call, headName);
  const { history } = repository.network;
  const mergeBase = history.mergeBase(base, head);
  if (mergeBase === undefined) throw new ApiError(404, `No common ancestor between ${baseName} and ${headName}.`);
  const ahead = history.commitsBetween(base, head);
  const behind = history.commitsBetween(head, base);
  const path = `${repositoryPath(repository)}/compare/${base}...${head}`;
  const html = `${urls.server}/${fullNameOf(repository)}/compare/${baseName}...${headName}`;
  const isFirstPage = (call.query.get('page') ?? '1') === '1';
  const files = isFirstPage ? shownDiff(repository.network, mergeBase, head).slice(0, MAX_FILES) : [];
  return page(
    call,
    ahead.map((sha) => presentCommit(urls, repository, sha)),
    (commits) => ({
      url: urls.api + path,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: presentCommit(urls, repository, base),
      merge_base_commit: presentCommit(urls, repository, mergeBase),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits,
      files: files.map((file) => presentFile(call, file, fullNameOf(repository), head)),
    }),
  );
}

/** A branch or commit of the repository, or of a fork: `bob:topic`, `bob:shop:topic`. */
function commitOf({ repository, world }: RepositoryCall, name: string): string {
  const [branch = '', ...family] = name.split(':').reverse();
  const owner = family.at(-1);
  const isRelative = (other: RepositoryState) => other.network === repository.network && other.owner.login === owner;
  const place = owner === undefined ? repository : [...world.repositories.values()].find(isRelative);
  const sha = place === undefined ? undefined : findCommit(place, branch);
  if (sha === undefined) throw notFound();
  return sha;
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
