import type { RepositoryName } from '../../src/github/repository-name.ts';
import type { Instant } from '../../src/model/engine.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import type { Review } from '../../src/model/review.ts';
import type { OwnersRepository } from '../../src/policy/gate-options.ts';
import type { AskedExemption, Composed } from './compose-exemptions.ts';

/** Something to be found out about a change that takes as long as its files, and the policies of its repository, make it. */
export type Order<About = Matter> =
  | { readonly task: 'judge'; readonly about: About }
  | { readonly task: 'explain'; readonly about: About; readonly policy: string }
  | { readonly task: 'exempt'; readonly about: About; readonly asked: AskedExemption }
  /** Whether what came to a branch changes by what its pull requests are judged. */
  | { readonly task: 'has-gate-changed'; readonly about: About };

export interface Results {
  readonly judge: Review;
  /** Markdown. */
  readonly explain: string;
  readonly exempt: Composed;
  readonly 'has-gate-changed': boolean;
}

/** What an order is about. */
export interface Matter<Change = ChangeSet, OwnersFiles = OwnersRepository['files']> extends RepositoryName {
  readonly change: Change;
  readonly gate: RepositoryGate<OwnersFiles>;
  /** Who opened the pull request. */
  readonly author: string | undefined;
  readonly now: Instant;
}

/** What is particular to one repository of what its gate is loaded with. */
export interface RepositoryGate<OwnersFiles = OwnersRepository['files']> {
  readonly owner: Omit<OwnersRepository, 'files'> & { readonly files: OwnersFiles };
}
