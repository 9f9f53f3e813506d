import type { QueuedJob } from '../queue/queue.ts';
import { ABSENCE_MS, OWNERS_REPOSITORY, type Owner } from './owners-repositories.ts';

/**
 * Has the open pull requests of all repositories of an owner judged by what holds now, once nobody remembers any more that it did not. Of one that
 * has been judged by just that no more than its check is asked for.
 */
export function walkThroughOwner({ installation, owner }: Owner): QueuedJob {
  return {
    job: { kind: 'judge-owner', installation, owner, repo: OWNERS_REPOSITORY, after: '' },
    priority: 'low',
    inSeconds: ABSENCE_MS / 1000,
  };
}
