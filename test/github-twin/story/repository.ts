import { deleteBranch, push, pushFrom } from '../state/branches.ts';
import { addCheckRun, announceRun, completed } from '../state/checks.ts';
import type { PullState, RepositoryState } from '../state/model.ts';
import { openPull } from '../state/pulls.ts';
import { findCommit, fullNameOf, readFileAt, resolveCommit } from '../state/refs.ts';
import { fork } from '../state/repositories.ts';
import { ACTIONS_APP } from '../state/world.ts';
import type { Repository } from '../twin.ts';
import { tellChecks } from './checks.ts';
import type { Story } from './context.ts';
import { enterMergeQueue } from './merge-queue.ts';
import { tellPullRequest } from './pull-request.ts';

/** A repository as a test handles it. */
export function tellRepository(story: Story, repository: RepositoryState): Repository {
  const { world } = story;
  return {
    fullName: fullNameOf(repository),
    folder: repository.folder,
    push: (branch, files, options) => push(world, repository, branch, files, options),
    pushFrom: (folder, revision, branch) => pushFrom(world, repository, branch, { folder, revision }),
    head: (branch) => resolveCommit(repository, branch),
    read: (revision, path) => readFileAt(repository, resolveCommit(repository, revision), path)?.toString('utf8'),
    deleteBranch: (branch) => deleteBranch(world, repository, branch, repository.admin),
    setRole: (login, role) => {
      const { collaborators } = repository;
      const key = world.user(login).login.toLowerCase();
      if (role === undefined) collaborators.delete(key);
      else collaborators.set(key, role);
    },
    fork: (login) => tellRepository(story, fork(world, repository, login)),
    openPullRequest: ({ from, ...start }) => {
      const place = from === undefined ? repository : world.repository(from.fullName);
      if (findCommit(place, start.head) === undefined) {
        throw new Error(`${fullNameOf(place)} has no branch ${start.head}: push it first`);
      }
      return tellPullRequest(story, openPull(world, repository, { ...start, from: place }));
    },
    protect: (branch, protection) => void repository.requiredChecks.set(branch, protection),
    reportJob: ({ sha, name, conclusion }) => {
      const progress = completed(world, conclusion);
      const run = addCheckRun(world, repository, { app: world.app(ACTIONS_APP), sha, name, progress });
      announceRun(world, repository, run, 'nothing');
    },
    checks: (sha) => tellChecks(repository, sha),
    enterMergeQueue: ({ number }) => enterMergeQueue(story, pullOf(repository, number)),
    sarifUploads: repository.sarifUploads,
  };
}

function pullOf(repository: RepositoryState, number: number): PullState {
  const pull = repository.pulls.get(number);
  if (pull === undefined) throw new Error(`${fullNameOf(repository)} has no pull request ${number}`);
  return pull;
}
