import { putLast } from '../../src/base/put-last.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { GitHubError, TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../../src/github/client.ts';
import { malformedAnswer } from '../../src/github/github-errors.ts';
import { readCommitFiles } from '../../src/github/read-commit-files.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';
import { resolveRef } from '../../src/github/resolve-ref.ts';
import { isManifestFile } from '../../src/manifests/classify-files.ts';
import type { FileContent, FileEntry, Files } from '../../src/model/files.ts';
import { CONFIGURATION_FILES } from '../../src/policy/configuration.ts';
import { filesOfOwner } from '../../src/policy/other-repository.ts';
import type { GitHubApp } from '../github/github-app.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';
import { openMemory, type Remembered } from './open-memory.ts';
import { unreadableFiles } from './unreadable-files.ts';

/** The repository in which an owner keeps what holds for all of theirs, as GitHub has it for other things, too. */
export const OWNERS_REPOSITORY = '.github';

export function isOwnersRepository({ repo }: Pick<RepositoryOfInstallation, 'repo'>): boolean {
  return repo.toLowerCase() === OWNERS_REPOSITORY;
}

/**
 * Reads an owner's repository at the tip of its default branch; undefined where there is none, or none that the App is installed on. One that
 * GitHub will not show, or that is too large, has a configuration that is unreadable.
 */
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
  const recall = openMemory(MOST_KNOWN_BYTES);
  const absentUntil = new Map<string, number>();
  return async (owner) => {
    const account = JSON.stringify([owner.installation, owner.owner.toLowerCase()]);
    if ((absentUntil.get(account) ?? 0) > clock()) return undefined;
    const name = `${owner.owner}/${OWNERS_REPOSITORY}`;
    const files = await unlessForbidden(async () => {
      const tip = await findTip(app, owner);
      return tip && recall(`${name.toLowerCase()}@${tip.commit}`, () => readWhole(tip));
    });
    if (files !== undefined) return filesOfOwner(files, name);
    putLast(absentUntil, account, clock() + ABSENCE_MS, MOST_ABSENT);
    return undefined;
  };
}

/** A refusal is believed when it is the second: by the first, what an owner requires would fall through a slip of GitHub's. */
async function unlessForbidden(read: () => Promise<Files | undefined>): Promise<Files | undefined> {
  const found = await unless(IS_FORBIDDEN, read(), () => 'forbidden' as const);
  return found === 'forbidden' ? unless(IS_FORBIDDEN, read(), unreadableFiles) : found;
}

/** What GitHub will not show however often it is asked: the App may not look (403), or the repository is blocked (451). */
const IS_FORBIDDEN: ReadonlySet<ErrorCode> = new Set(['github/forbidden', 'github/refused']);

async function unless<Found, Instead>(
  codes: ReadonlySet<ErrorCode>,
  asking: Promise<Found>,
  instead: (error: TidewaiterError) => Instead,
): Promise<Found | Instead> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof TidewaiterError && codes.has(error.code)) return instead(error);
    throw error;
  }
}

interface Tip extends RepositoryName {
  readonly github: GitHub;
  readonly commit: string;
}

/** Undefined where there is no such repository, or nothing in it. */
async function findTip(app: Pick<GitHubApp, 'ofRepository'>, { installation, owner }: Owner): Promise<Tip | undefined> {
  const place = { owner, repo: OWNERS_REPOSITORY };
  const access = await unless(NO_TOKEN, app.ofRepository({ installation, ...place }), nothing);
  if (access === undefined) return undefined;
  const { github } = access;
  const findCommit = () => unless(NO_TIP, readTip(github, place), nothing);
  // There is one, for GitHub gave a token for it: where it says otherwise, it may not have yet, for an instant, what was made a moment ago.
  const commit = (await findCommit()) ?? (await findCommit());
  return commit === undefined ? undefined : { github, ...place, commit };
}

async function readTip(github: GitHub, { owner, repo }: RepositoryName): Promise<string> {
  const { data } = await github.request('GET /repos/{owner}/{repo}', { owner, repo });
  if (typeof data.default_branch !== 'string') throw malformedAnswer(`GET /repos/${owner}/${repo}`, 'a repository');
  return resolveRef(github, { owner, repo, ref: `refs/heads/${data.default_branch}` });
}

function nothing(): undefined {}

/** For a repository that the installation does not have a token is refused (422). */
const NO_TOKEN: ReadonlySet<ErrorCode> = new Set(['github/not-found', 'github/refused']);
const NO_TIP: ReadonlySet<ErrorCode> = new Set(['github/not-found', 'git/unknown-revision']);
/**
 * Everything that a gate may ask for is read at once: the token that it takes is worth nothing in an hour. Without a configuration it asks for
 * nothing. A commit that is too large will always be.
 */
async function readWhole({ github, owner, repo, commit }: Tip): Promise<Remembered> {
  try {
    const files = await readCommitFiles(github, { owner, repo, commit, mostBytes: MOST_BYTES });
    const entries = await files.list();
    const isConfigured = CONFIGURATION_FILES.some((file) => entries.some(({ path }) => path === file));
    const wanted = isConfigured ? entries.map(({ path }) => path).filter(isManifestFile) : [];
    return remembered(files, isConfigured ? entries : [], await files.read(wanted));
  } catch (error) {
    if (!(error instanceof GitHubError) || error.code !== 'github/too-large') throw error;
    return { files: unreadableFiles(error), bytes: 0 };
  }
}

function remembered(
  { revision, id }: Files,
  entries: readonly FileEntry[],
  contents: ReadonlyMap<string, FileContent>,
): Remembered {
  const lengths = [
    ...entries.map(({ path }) => path.length),
    ...[...contents.values()].map((content) => (content.outcome === 'text' ? content.source.text.length : 0)),
  ];
  const files: Files = {
    revision,
    id,
    list: async () => entries,
    read: async (paths) => {
      const wanted = new Set(paths);
      return new Map([...contents].filter(([path]) => wanted.has(path)));
    },
  };
  return { files, bytes: lengths.reduce((sum, length) => sum + length, 0) };
}

/** Of one owner: policies are a few hundred kilobytes. */
const MOST_BYTES = 10_000_000;
/** Of all owners. */
const MOST_KNOWN_BYTES = 100_000_000;
const MOST_ABSENT = 2000;
export const ABSENCE_MS = 60_000;
