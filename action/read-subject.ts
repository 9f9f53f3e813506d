import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, TidewaiterError } from '../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../src/github/client.ts';
import { listPullRequestFiles, type PullRequestFile } from '../src/github/list-pull-request-files.ts';
import { readChangeSet as readFromApi } from '../src/github/read-change-set.ts';
import { type PullRequest, readPullRequest } from '../src/github/read-pull-request.ts';
import { resolveRef } from '../src/github/resolve-ref.ts';
import type { ChangeSet } from '../src/model/files.ts';
import { findRepository } from '../src/repository/find-repository.ts';
import { readChangeSet as readFromCheckout } from '../src/repository/read-change-set.ts';
import type { RunEvent, Subject } from './event.ts';

/** What is to be judged, read: and where it may be commented on. */
export interface SubjectRead {
  readonly change: ChangeSet;
  /** The revision that a reader's own clone is compared with. */
  readonly baseName: string | undefined;
  readonly pullRequest?: { readonly state: PullRequest; readonly files: readonly PullRequestFile[] };
}

export interface Place {
  readonly event: RunEvent;
  /** The folder of the checkout, if there is one. */
  readonly folder: string;
  log(line: string): void;
}

/** Reads what the event is about, from the checkout where it has both revisions, else over the API; with the same result. */
export async function readSubject(github: GitHub, subject: OpenSubject, place: Place): Promise<SubjectRead> {
  const { owner, repo } = place.event;
  switch (subject.kind) {
    case 'pull-request': {
      const state = await readPullRequest(github, { owner, repo, number: subject.number });
      const [files, checkout] = await Promise.all([
        listPullRequestFiles(github, { owner, repo, number: subject.number }),
        fromCheckout({ base: state.baseTip, head: state.headSha }, place),
      ]);
      const range = { owner, repo, base: state.baseTip, head: state.headSha, files };
      const change = checkout ?? (await readFromApi(github, range));
      return { change, baseName: `origin/${state.baseRefName}`, pullRequest: { state, files } };
    }
    case 'range': {
      const base = await resolveRef(github, { owner, repo, ref: subject.base });
      const head = await resolveRef(github, { owner, repo, ref: subject.head });
      const checkout = await fromCheckout({ base, head }, place);
      const change = checkout ?? (await readFromApi(github, { owner, repo, base, head }));
      return { change, baseName: base };
    }
    case 'everything': {
      const head = await resolveRef(github, { owner, repo, ref: subject.head });
      const checkout = await fromCheckout({ base: undefined, head }, place);
      if (checkout) return { change: checkout, baseName: undefined };
      throw new ConfigError('without a base everything is judged, and for that the commit has to be checked out', {
        code: 'config/usage',
        remedy: 'Add actions/checkout before this step, or set the inputs base-ref and head-ref.',
      });
    }
  }
}

export type OpenSubject = Exclude<Subject, { kind: 'closed' }>;

/** Undefined where the checkout does not hold what is needed: then the API does. */
async function fromCheckout(
  { base, head }: { readonly base: string | undefined; readonly head: string },
  { folder, log }: Place,
): Promise<ChangeSet | undefined> {
  const reason = missingIn(folder, { history: base !== undefined });
  if (reason !== undefined) {
    log(`reading over the API: ${reason}`);
    return undefined;
  }
  try {
    return await readFromCheckout({ folder, base, head });
  } catch (error) {
    if (!(error instanceof TidewaiterError) || !error.code.startsWith('git/')) throw error;
    log(`reading over the API: ${error.message}`);
    return undefined;
  }
}

/** A shallow clone may know a merge base that is not the nearest, and a partial one lacks contents. */
function missingIn(folder: string, wanted: { readonly history: boolean }): string | undefined {
  const place = findRepository(folder);
  if (place.kind === 'none') return 'there is no checkout';
  const read = (name: string) => {
    try {
      return readFileSync(join(resolve(place.gitDirectory), name), 'utf8');
    } catch {
      return undefined;
    }
  };
  if (wanted.history && read('shallow') !== undefined) return 'the checkout is shallow';
  if (/^\s*(?:promisor|partialclonefilter)\s*=/im.test(read('config') ?? '')) return 'the checkout is partial';
  return undefined;
}
