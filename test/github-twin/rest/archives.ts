import { runGit } from '../git/run-git.ts';
import { remember } from '../remember.ts';
import type { RepositoryState } from '../state/model.ts';
import { findCommit, fullNameOf } from '../state/refs.ts';
import type { World } from '../state/world.ts';
import { notFound } from './api-error.ts';
import type { Answer, RepositoryCall, Route } from './route.ts';

export const archiveRoutes: readonly Route[] = [
  { operation: 'GET /repos/{owner}/{repo}/tarball/{ref}', scopes: ['contents'], handle: redirectToArchive },
];

/** Archives come from another host at GitHub, which knows no API tokens. Here it is a folder of the same server. */
export const CODELOAD = '/_codeload';

function redirectToArchive({ world, repository, urls, parameters }: RepositoryCall): Answer {
  const ref = parameters.ref ?? '';
  if (findCommit(repository, ref) === undefined) throw notFound();
  const token = repository.isPrivate ? `?token=${world.archiveToken}` : '';
  const location = `${urls.server}${CODELOAD}/${fullNameOf(repository)}/legacy.tar.gz/${ref}${token}`;
  return { status: 302, headers: { location } };
}

/** Answers what an archive's address asks for. */
export function getArchive(world: World, url: URL): Answer {
  const [, owner, name, ref] = /^\/_codeload\/([^/]+)\/([^/]+)\/legacy\.tar\.gz\/(.+)$/.exec(url.pathname) ?? [];
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  const sha = repository === undefined ? undefined : findCommit(repository, decodeURIComponent(ref ?? ''));
  const isAllowed = repository?.isPrivate !== true || url.searchParams.get('token') === world.archiveToken;
  if (repository === undefined || sha === undefined || !isAllowed) throw notFound();
  return { status: 200, bytes: archiveOf(repository, sha), contentType: 'application/x-gzip' };
}

function archiveOf(repository: RepositoryState, sha: string): Buffer {
  // git itself obeys the .gitattributes of the commit: export-ignore and export-subst.
  return remember(repository.archives, sha, () => {
    const prefix = `${repository.owner.login}-${repository.name}-${sha.slice(0, 7)}/`;
    const command = ['archive', '--format=tar.gz', `--prefix=${prefix}`, sha];
    return runGit(repository.network.objects.gitDirectory, command).stdout;
  });
}
