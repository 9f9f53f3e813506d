/** Which repository, and by whose leave. */
export interface RepositoryOfInstallation {
  readonly installation: number;
  readonly owner: string;
  readonly repo: string;
}

/** Why a pull request is judged, where somebody asked for it: then that it was judged before is no answer. */
export const ASKED = 'asked';

/** Something to be done because of a delivery, a sweep or another job. Whatever it names is asked for again: a payload may be stale. */
export type Job =
  | (RepositoryOfInstallation & {
      readonly kind: 'judge-pull-request';
      readonly number: number;
      readonly reason: string;
      /** When somebody asked for it last, an ISO date. The queue notes it. */
      readonly askedAt?: string;
    })
  | (RepositoryOfInstallation & {
      readonly kind: 'judge-merge-group';
      readonly headSha: string;
      /** `main`. */
      readonly baseBranch: string;
      /** The pull request whose turn in the queue it is, where the delivery tells. Those before it are in the group, too. */
      readonly queuedNumber?: number;
    })
  /** Policies, configuration or exemptions of a branch may have changed: then its open pull requests are to be judged again. */
  | (RepositoryOfInstallation & {
      readonly kind: 'judge-branch';
      readonly branch: string;
      /** What was pushed. */
      readonly commit: string;
      /** What the branch was at before. Absent where the commit does not tell all that has changed since. */
      readonly before?: string;
    })
  /** What holds for all repositories of an owner has changed, or the App has come to some: the open pull requests of all of them are to be judged by it. */
  | (RepositoryOfInstallation & {
      readonly kind: 'judge-owner';
      /** The repository, by name, up to which that is done; empty at first. */
      readonly after: string;
    })
  | (RepositoryOfInstallation & {
      readonly kind: 'command';
      readonly number: number;
      readonly comment: { readonly kind: 'conversation' | 'review'; readonly id: number };
      readonly sender: string;
      readonly body: string;
      /** The head when the comment was made, where the delivery tells. */
      readonly headSha?: string;
    })
  /** A button of our check. */
  | (RepositoryOfInstallation & {
      readonly kind: 'button';
      readonly number: number;
      readonly action: string;
      readonly headSha: string;
      readonly sender: string;
    });

export type JobKind = Job['kind'];

/** Jobs of one key run one after the other, and of those that wait only the last is kept. */
export function keyOf(job: Job): string {
  const repository = `${job.owner}/${job.repo}`.toLowerCase();
  switch (job.kind) {
    case 'judge-pull-request':
      return `${repository}#${job.number}`;
    case 'judge-merge-group':
      return `${repository}@${job.headSha}`;
    case 'judge-branch':
      return `${repository}:${job.branch}@${job.commit}`;
    case 'judge-owner':
      return `${job.owner.toLowerCase()}/*`;
    case 'command':
      return `${repository}#${job.number}!${job.comment.kind}${job.comment.id}`;
    case 'button':
      return `${repository}#${job.number}!${job.action}@${job.headSha}`;
  }
}

/** Low: nobody waits for it. */
export type Priority = 'normal' | 'low';
