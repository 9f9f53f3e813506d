import { putLast } from '../../src/base/put-last.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../../src/github/client.ts';
import { readCommitFiles } from '../../src/github/read-commit-files.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';
import { resolveRef } from '../../src/github/resolve-ref.ts';
import { isManifestFile } from '../../src/manifests/classify-files.ts';
import type { Files } from '../../src/model/files.ts';
import { filesOfOwner } from '../../src/policy/other-repository.ts';
import type { GitHubApp } from '../github/github-app.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';

/** The repository in which an owner keeps what holds for all of theirs, as GitHub has it for other things, too. */
export const OWNERS_REPOSITORY = '.github';

export function isOwnersRepository({ repo }: Pick<RepositoryOfInstallation, 'repo'>): boolean {
  return repo.toLowerCase() === OWNERS_REPOSITORY;
}

/** Reads an owner's repository at the tip of its default branch; undefined where there is none, or none that the App may read. */
export type ReadOwnersRepository = (owner: Owner) => Promise<Files | undefined>;

export type Owner = Omit<RepositoryOfInstallation, 'repo'>;

export interface OwnersRepositoriesOptions {
  readonly app: Pick<GitHubApp, 'ofRepository'>;
  /** Milliseconds since whenever: they go on as before where the time of day is set. */
  readonly clock: () => number;
}

/**
 * Opens the repositories of all owners. What was read of a commit is remembered, for every repository of the owner asks for it; and for a
 * minute that there was none, for GitHub refuses a token for it, and lets an App ask for only so many.
 */
export function openOwnersRepositories({ app, clock }: OwnersRepositoriesOptions): ReadOwnersRepository {
  const known = new Map<string, Promise<Files>>();
  const absentUntil = new Map<string, number>();
  return async (owner) => {
    const account = JSON.stringify([owner.installation, owner.owner.toLowerCase()]);
    if ((absentUntil.get(account) ?? 0) > clock()) return undefined;
    const tip = await findTip(app, owner);
    if (tip === undefined) {
      putLast(absentUntil, account, clock() + ABSENCE_MS, MOST_ABSENT);
      return undefined;
    }
    const { github, ...place } = tip;
    const name = `${place.owner}/${place.repo}`;
    const key = `${name.toLowerCase()}@${place.commit}`;
    const reading = known.get(key) ?? readWhole(github, place);
    putLast(known, key, reading, MOST_KNOWN);
    reading.catch(() => known.delete(key));
    return filesOfOwner(await reading, name);
  };
}

interface Tip {
  readonly github: GitHub;
  readonly owner: string;
  readonly repo: string;
  readonly commit: string;
}

async function findTip(app: Pick<GitHubApp, 'ofRepository'>, { installation, owner }: Owner): Promise<Tip | undefined> {
  const place = { owner, repo: OWNERS_REPOSITORY };
  const access = await unlessAbsent(app.ofRepository({ installation, ...place }));
  if (access === undefined) return undefined;
  const { github } = access;
  const findCommit = () => unlessAbsent(readTip(github, place));
  // There is one, for GitHub gave a token for it: where it says otherwise, it may not have yet, for an instant, what was made a moment ago.
  const commit = (await findCommit()) ?? (await findCommit());
  return commit === undefined ? undefined : { github, ...place, commit };
}

async function readTip(github: GitHub, { owner, repo }: RepositoryName): Promise<string> {
  const { data } = await github.request('GET /repos/{owner}/{repo}', { owner, repo });
  return resolveRef(github, { owner, repo, ref: `refs/heads/${data.default_branch}` });
}

async function unlessAbsent<Found>(asking: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof TidewaiterError && IS_NOT_THERE.has(error.code)) return undefined;
    throw error;
  }
}

/** A token for a repository that the installation does not have is refused (422), and so is a commit of an empty repository (409). */
const IS_NOT_THERE: ReadonlySet<ErrorCode> = new Set(['github/not-found', 'github/refused', 'git/unknown-revision']);

/** Everything that a gate may ask for is read at once: the token that it takes is worth nothing in an hour. */
async function readWhole(github: GitHub, place: Omit<Tip, 'github'>): Promise<Files> {
  const files = await readCommitFiles(github, place);
  const entries = await files.list();
  const contents = await files.read(entries.map(({ path }) => path).filter(isManifestFile));
  return {
    revision: files.revision,
    id: files.id,
    list: async () => entries,
    read: async (paths) => {
      const wanted = new Set(paths);
      return new Map([...contents].filter(([path]) => wanted.has(path)));
    },
  };
}

const MOST_KNOWN = 50;
const MOST_ABSENT = 2000;
const ABSENCE_MS = 60_000;
