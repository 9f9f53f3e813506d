import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import type { GitHub } from '../../src/github/client.ts';
import { malformedAnswer } from '../../src/github/github-errors.ts';
import type { RepositoryName } from '../../src/github/repository-name.ts';

/** What somebody may do in a repository, each of it more than the one before. */
export type Right = 'nothing' | 'triage' | 'write' | 'maintain';

const RIGHTS: readonly Right[] = ['nothing', 'triage', 'write', 'maintain'];

/** What GitHub says that somebody may do, now. Whom it does not know may do nothing. */
export async function readRight(github: GitHub, repository: RepositoryName, login: string): Promise<Right> {
  try {
    const { permission, user } = await readCollaborator(github, repository, login);
    // An organisation may name roles of its own: what one comes to is told beside its name.
    if (permission === 'admin' || user?.permissions?.maintain === true) return 'maintain';
    if (permission === 'write') return 'write';
    return user?.permissions?.triage === true ? 'triage' : 'nothing';
  } catch (error) {
    if (error instanceof TidewaiterError && error.code === 'github/not-found') return 'nothing';
    throw error;
  }
}

export function isAtLeast(right: Right, needed: Right): boolean {
  return RIGHTS.indexOf(right) >= RIGHTS.indexOf(needed);
}

/** By which GitHub knows somebody, whatever login they take. */
export async function readUserId(github: GitHub, repository: RepositoryName, login: string): Promise<number> {
  const { user } = await readCollaborator(github, repository, login);
  if (user === null) throw malformedAnswer(`the permission of ${login}`, 'about somebody');
  return Number(user.id);
}

async function readCollaborator(github: GitHub, { owner, repo }: RepositoryName, login: string) {
  const { data } = await github.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
    owner,
    repo,
    username: login,
  });
  return data;
}
