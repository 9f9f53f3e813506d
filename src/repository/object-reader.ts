import type { Git } from './git.ts';
import { type Answer, type GitObject, MISSING, ObjectConversation } from './object-conversation.ts';

/** Objects by name (an id, or a revision such as `main^{commit}`), through one `git cat-file --batch` for all of them. */
export interface ObjectReader {
  /** In the order asked. A name goes in over a pipe, so it cannot be taken for an option; one with a line break is `missing`. */
  read(names: readonly string[], limit?: number): Promise<readonly GitObject[]>;
}

/** Base and head share most of their blobs, and a changed file is read for its hunks and again to be judged. */
const CACHE_BYTES = 64_000_000;
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** git ends at the first object that a partial clone lacks. After as many ends as this, we ask which objects there are. */
const MAX_ENDS = 16;

export function openObjectReader(git: Git): ObjectReader {
  let conversation: ObjectConversation | undefined;
  let ends = 0;
  let present: Promise<ReadonlySet<string>> | undefined;
  const cache = new ObjectCache();

  const askOnce = async (names: readonly string[], limit: number): Promise<readonly Answer[]> => {
    const there = await present;
    const askable = there === undefined ? names : names.filter((name) => !OBJECT_ID.test(name) || there.has(name));
    if (askable.length === 0) return names.map(() => MISSING);
    if (conversation === undefined || conversation.ended) conversation = new ObjectConversation(git);
    const answers = await conversation.ask(askable, limit);
    const answered = new Map(askable.map((name, index) => [name, answers[index] ?? MISSING]));
    return names.map((name) => answered.get(name) ?? MISSING);
  };

  const ask = async (names: readonly string[], limit: number): Promise<ReadonlyMap<string, GitObject>> => {
    const answered = new Map<string, GitObject>();
    for (let open = names; open.length > 0; ) {
      const left: string[] = [];
      const answers = await askOnce(open, limit);
      for (const [index, name] of open.entries()) {
        const answer = answers[index] ?? MISSING;
        if (answer.outcome === 'not-asked') left.push(name);
        else answered.set(name, answer);
      }
      if (left.length > 0 && ++ends > MAX_ENDS) present ??= listObjects(git);
      open = left;
    }
    return answered;
  };

  return {
    async read(names, limit = Number.POSITIVE_INFINITY) {
      const unknown = names.filter((name) => !cache.has(name));
      const answered = await ask([...new Set(unknown)], limit);
      const objects = names.map((name) => answered.get(name) ?? cache.get(name) ?? MISSING);
      for (const name of unknown) cache.add(name, answered.get(name));
      return objects;
    },
  };
}

class ObjectCache {
  readonly #objects = new Map<string, GitObject>();
  #bytes = 0;

  has(name: string): boolean {
    return this.#objects.has(name);
  }

  get(name: string): GitObject | undefined {
    return this.#objects.get(name);
  }

  /** A revision may move; an id names the same content for ever. */
  add(name: string, object: GitObject | undefined): void {
    if (object?.outcome !== 'found' || !OBJECT_ID.test(name) || this.#bytes + object.bytes.length > CACHE_BYTES) return;
    this.#objects.set(name, object);
    this.#bytes += object.bytes.length;
  }
}

/** The ids of all objects in this clone. */
async function listObjects(git: Git): Promise<ReadonlySet<string>> {
  const { stdout } = await git.run(['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname)']);
  return new Set(stdout.toString('latin1').split('\n'));
}
