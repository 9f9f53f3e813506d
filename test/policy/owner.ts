import type { Files } from '../../src/model/files.ts';
import type { Review } from '../../src/model/review.ts';
import { type JudgeInput, judge } from '../../src/pipeline.ts';
import type { OwnersRepository } from '../../src/policy/gate-options.ts';
import { filesOfOwner } from '../../src/policy/other-repository.ts';
import { changeSetOf } from '../change-set.ts';
import { textFiles } from '../text-files.ts';

export type Texts = { readonly [path: string]: string };

export const CONFIGURATION = '.github/tidewaiter.yml';
export const OWNERS_NAME = 'acme/.github';

/** The owner's repository, as a judgement is handed it. */
export function ownerOf(texts: Texts, more: Partial<OwnersRepository> = {}): OwnersRepository {
  return { name: OWNERS_NAME, files: ownersFiles(texts), floor: 'optional', ...more };
}

export function ownersFiles(texts: Texts): Files {
  return filesOfOwner(textFiles(texts, 'base', 'owners-tip'), OWNERS_NAME);
}

/** Judges the change between two states of a repository whose owner has a repository of theirs. */
export function judgeUnder(
  owner: OwnersRepository | undefined,
  sides: { readonly base: Texts; readonly head: Texts },
  more: Partial<JudgeInput> = {},
): Promise<Review> {
  return judge({
    change: changeSetOf(sides),
    library: textFiles({}),
    now: Date.UTC(2027, 0, 10),
    seed: 1,
    clock: () => 0,
    owner,
    ...more,
  });
}
