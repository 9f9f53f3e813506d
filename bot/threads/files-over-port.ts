import type { ChangeSet, FileContent, FileEntry, Files } from '../../src/model/files.ts';

/** Files as a thread is told of them that does not have them: it asks for them by their number. */
export interface FilesCard extends Pick<Files, 'revision' | 'repository' | 'id'> {
  readonly number: number;
}

export interface ChangeCard extends Omit<ChangeSet, 'base' | 'head'> {
  readonly base?: { readonly tip: FilesCard; readonly mergeBase: FilesCard };
  readonly head: FilesCard;
}

/** What is asked of the thread that has the files. */
export interface FilesRequest {
  readonly call: number;
  readonly number: number;
  /** Undefined: which files there are. */
  readonly paths: readonly string[] | undefined;
}

export interface FilesAnswer {
  readonly call: number;
  readonly found: Found;
}

type Found = readonly FileEntry[] | ReadonlyMap<string, FileContent>;

/** Hands out the files that this thread has. */
export class FilesCounter {
  readonly #files: Files[] = [];

  cardOf(files: Files): FilesCard {
    const { revision, repository, id } = files;
    const number = this.#files.push(files) - 1;
    return { number, revision, id, ...(repository !== undefined && { repository }) };
  }

  cardOfChange({ base, head, changedFiles }: ChangeSet): ChangeCard {
    return {
      ...(base && { base: { tip: this.cardOf(base.tip), mergeBase: this.cardOf(base.mergeBase) } }),
      head: this.cardOf(head),
      changedFiles,
    };
  }

  /** @throws what reading them throws */
  async answer({ call, number, paths }: FilesRequest): Promise<FilesAnswer> {
    const files = this.#files[number];
    if (files === undefined) throw new Error(`nobody was told of files ${number}`);
    return { call, found: await (paths === undefined ? files.list() : files.read(paths)) };
  }
}

/** Asks for files that another thread has. */
export class FilesOverPort {
  readonly #post: (request: FilesRequest) => void;
  readonly #open = new Map<number, (found: Found) => void>();
  #calls = 0;

  constructor(post: (request: FilesRequest) => void) {
    this.#post = post;
  }

  take({ call, found }: FilesAnswer): void {
    this.#open.get(call)?.(found);
    this.#open.delete(call);
  }

  filesOf({ number, ...about }: FilesCard): Files {
    return {
      ...about,
      list: async () => {
        const found = await this.#ask(number, undefined);
        if (!isArray(found)) throw new Error('contents are no answer to which files there are');
        return found;
      },
      read: async (paths) => {
        const found = await this.#ask(number, paths);
        if (isArray(found)) throw new Error('which files there are is no answer to what they hold');
        return found;
      },
    };
  }

  changeOf({ base, head, changedFiles }: ChangeCard): ChangeSet {
    return {
      ...(base && { base: { tip: this.filesOf(base.tip), mergeBase: this.filesOf(base.mergeBase) } }),
      head: this.filesOf(head),
      changedFiles,
    };
  }

  /** Where they cannot be read there is no answer: the order is over then. */
  #ask(number: number, paths: readonly string[] | undefined): Promise<Found> {
    this.#calls += 1;
    const { promise, resolve } = Promise.withResolvers<Found>();
    this.#open.set(this.#calls, resolve);
    this.#post({ call: this.#calls, number, paths });
    return promise;
  }
}

/** `Array.isArray` does not know lists that are only read. */
function isArray(found: Found): found is readonly FileEntry[] {
  return Array.isArray(found);
}
