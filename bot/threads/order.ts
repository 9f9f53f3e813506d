import type { RepositoryName } from '../../src/github/repository-name.ts';
import type { Instant } from '../../src/model/engine.ts';
import type { ChangeSet } from '../../src/model/files.ts';
import type { Review } from '../../src/model/review.ts';
import type { OwnersRepository } from '../../src/policy/gate-options.ts';
import type { Answer } from '../commands/answer.ts';
import type { Composed } from '../commands/compose-exemptions.ts';
import type { ExemptCommand } from '../commands/parse-command.ts';
import type { ChangeCard, FilesCard, FilesRequest } from './files-over-port.ts';

/** Something to be found out about a change that takes as long as its files, and the policies of its repository, make it. */
export type Order<About = Matter> =
  | { readonly task: 'judge'; readonly about: About }
  | { readonly task: 'explain'; readonly about: About; readonly policy: string }
  | { readonly task: 'exempt'; readonly about: About; readonly command: ExemptCommand }
  /** Whether what came to a branch changes by what its pull requests are judged. */
  | { readonly task: 'has-gate-changed'; readonly about: About };

export interface Results {
  readonly judge: Review;
  readonly explain: Answer;
  readonly exempt: Composed;
  readonly 'has-gate-changed': boolean;
}

/** What an order is about. */
export interface Matter<Change = ChangeSet, OwnersFiles = OwnersRepository['files']> extends RepositoryName {
  readonly change: Change;
  readonly gate: { readonly owner: Omit<OwnersRepository, 'files'> & { readonly files: OwnersFiles } };
  /** Who opened the pull request. */
  readonly author: string | undefined;
  readonly now: Instant;
}

/** An order without the files, which stay where they are. */
export type SentOrder = Order<Matter<ChangeCard, FilesCard | 'judged' | undefined>>;

/** What a thread says while it works on an order. */
export type Said =
  | { readonly kind: 'asks'; readonly request: FilesRequest }
  | { readonly kind: 'done'; readonly result: Results[Order['task']] }
  | { readonly kind: 'failed'; readonly error: unknown };
