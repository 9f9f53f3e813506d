import { expect } from 'vitest';
import type { PullRequest, Repository } from '../../../github-twin/twin.ts';
import { foundIn, type HostileCase, pod } from '../hostile-case.ts';

/** A stranger's pull request under `pull_request_target`, where the token may write and nothing of the stranger's may run. */
export const FORK: readonly HostileCase[] = [
  {
    tries: 'a policy, a configuration and a workflow of the fork',
    expect: (told) => {
      expect(foundIn(told, 'fork/pod.yaml').map(({ policy }) => policy)).toEqual(['says']);
      expect(told.exitCode).toBe(1);
      expect(told.report.gateChanges.map(({ kind }) => kind).toSorted()).toEqual([
        'configuration',
        'policy',
        'workflow',
      ]);
    },
  },
  {
    tries: 'a branch with the name of the base, and a title of several lines',
    expect: (told) => {
      expect(told.pullRequest.headBranch).toBe('main');
      expect(told.comments.map(({ path }) => path)).toEqual(['fork/pod.yaml']);
    },
  },
];

export function openFromFork(repository: Repository): PullRequest {
  const fork = repository.fork('a--b');
  fork.push('main', {
    'policies/says.yaml': null,
    '.github/tidewaiter.yml': 'mode: observe\n',
    '.github/workflows/tidewaiter.yml': 'on: pull_request_target\njobs: {}\n',
    'fork/pod.yaml': pod({ says: '<img src=x> @octocat\n::error::owned' }),
  });
  const title = '<img src=x> @octocat\n::error::owned\n##[error]owned $(touch owned)';
  return repository.openPullRequest({ head: 'main', from: fork, title });
}
