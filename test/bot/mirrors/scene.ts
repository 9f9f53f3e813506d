import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Comparison, type MirrorReading, type Mirrors, openMirrors } from '../../../bot/mirrors/mirrors.ts';
import type { ChangeSet, Files } from '../../../src/model/files.ts';
import { type GitFixture, gitRepository } from '../../repository/git-fixture.ts';
import { type FileServer, fileServer } from './file-server.ts';

/** A repository whose base has moved on since a topic was begun, on a server; and mirrors that know nothing yet. */
export interface Scene extends AsyncDisposable {
  readonly server: FileServer;
  readonly repository: GitFixture;
  readonly mirrors: Mirrors;
  /** Where that of the repository will lie. */
  readonly mirror: string;
  readonly comparison: Comparison;
  /** Commits onto the topic. */
  push(files: { readonly [path: string]: string | Buffer }): Comparison;
}

export const NEVER = new AbortController().signal;

export async function openScene(more: { readonly [path: string]: Buffer } = {}): Promise<Scene> {
  const server = fileServer();
  const repository = gitRepository();
  repository.commit({ 'web.yaml': 'long ago\n' });
  const mergeBase = repository.commit({
    'web.yaml': 'at first\n',
    'policies/one.yaml': 'where they parted\n',
    ...more,
  });
  const base = repository.commit({ 'policies/one.yaml': 'on the tip of the base\n' });
  repository.git('checkout', '-q', '-b', 'topic', mergeBase);
  const head = repository.commit({ 'web.yaml': 'by the pull request\n' });
  server.serve('shop', repository);
  const comparison = { owner: 'acme', repo: 'shop', token: 'ghs_a-secret-of-an-installation', base, mergeBase, head };
  const mirrors = await openMirrors({ folder: server.mirrors, mostBytes: 1_000_000_000, serverUrl: server.url });
  return {
    server,
    repository,
    mirrors,
    mirror: join(server.mirrors, '1/acme+shop.git'),
    comparison,
    push(files) {
      const pushed = repository.commit(files);
      server.serve('shop', repository);
      return { ...comparison, head: pushed };
    },
    async [Symbol.asyncDispose]() {
      await mirrors.close().catch(() => undefined);
      await server[Symbol.asyncDispose]();
      await repository[Symbol.asyncDispose]();
    },
  };
}

/** Everything that a change set tells. */
export async function contentsOf({ base, head, changedFiles }: ChangeSet) {
  return {
    tip: await textsOf(base?.tip),
    mergeBase: await textsOf(base?.mergeBase),
    head: await textsOf(head),
    changedFiles,
  };
}

async function textsOf(files: Files | undefined): Promise<{ readonly [path: string]: string }> {
  const paths = (await files?.list())?.map(({ path }) => path) ?? [];
  const contents = [...((await files?.read(paths)) ?? [])];
  return Object.fromEntries(
    contents.map(([path, content]) => [path, content.outcome === 'text' ? content.source.text : content.reason]),
  );
}

export function resultOf<Result>(reading: MirrorReading<Result>): Result {
  if (reading.outcome === 'unusable') throw new Error(reading.reason);
  return reading.result;
}

/** Every file below a folder. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
