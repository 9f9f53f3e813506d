import { remember } from '../remember.ts';
import type { ObjectStore } from './object-store.ts';
import { runGit } from './run-git.ts';

export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly message: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, to the second. */
  readonly date: string;
}

export function writeCommit(store: ObjectStore, commit: Omit<Commit, 'id'>): string {
  const { name, email, date } = commit.author;
  const signature = `${name} <${email}> ${Date.parse(date) / 1000} +0000`;
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${signature}`,
    `committer ${signature}`,
    '',
    `${commit.message}\n`,
  ];
  return store.write('commit', lines.join('\n'));
}

export function readCommit(store: ObjectStore, id: string): Commit {
  const text = store.require(id, 'commit').toString('utf8');
  const end = text.indexOf('\n\n');
  const headers = text.slice(0, end).split('\n');
  const valuesOf = (name: string) =>
    headers.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    id,
    tree: valuesOf('tree')[0] ?? '',
    parents: valuesOf('parent'),
    author: parseSignature(valuesOf('author')[0] ?? ''),
    message: text.slice(end + 2).replace(/\n$/, ''),
  };
}

function parseSignature(text: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+) /.exec(text) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000', '') };
}

/** Generations that are looked through before git is asked. */
const FEW = 8;

/** What commits have to do with each other. Commits never change, so every answer is kept. */
export class History {
  readonly #store: ObjectStore;
  readonly #mergeBases = new Map<string, string | undefined>();
  readonly #merges = new Map<string, string | undefined>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  mergeBase(one: string, other: string): string | undefined {
    if (one === other) return one;
    return remember(this.#mergeBases, `${one} ${other}`, () => {
      if (this.#comesSoonAfter(other, one)) return one;
      if (this.#comesSoonAfter(one, other)) return other;
      const { stdout } = runGit(this.#store.gitDirectory, ['merge-base', one, other], [1]);
      return stdout.toString('latin1').trim() || undefined;
    });
  }

  /** Whether one commit is on top of another: known without a process where few lie between. */
  #comesSoonAfter(tip: string, base: string): boolean {
    let ids: readonly string[] = [tip];
    for (let step = 0; step < FEW && ids.length > 0; step++) {
      if (ids.includes(base)) return true;
      ids = ids.flatMap((id) => readCommit(this.#store, id).parents);
    }
    return false;
  }

  /** The tree of the two merged; undefined when they conflict. */
  mergedTree(base: string, head: string): string | undefined {
    return remember(this.#merges, `${base} ${head}`, () => {
      const merged = this.mergeBase(base, head);
      if (merged === base) return readCommit(this.#store, head).tree;
      if (merged === head) return readCommit(this.#store, base).tree;
      const command = ['merge-tree', '--write-tree', '--allow-unrelated-histories', base, head];
      const { exitCode, stdout } = runGit(this.#store.gitDirectory, command, [1]);
      return exitCode === 0 ? stdout.toString('latin1').trim() : undefined;
    });
  }

  /** The commits that `to` has and `from` lacks, the oldest first. */
  commitsBetween(from: string, to: string): readonly string[] {
    const have = this.#ancestors(from);
    const fresh: string[] = [];
    const visit = (id: string) => {
      if (have.has(id)) return;
      have.add(id);
      for (const parent of readCommit(this.#store, id).parents) visit(parent);
      fresh.push(id);
    };
    visit(to);
    return fresh;
  }

  #ancestors(id: string): Set<string> {
    const found = new Set<string>();
    const waiting = [id];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      waiting.push(...readCommit(this.#store, next).parents);
    }
    return found;
  }
}
