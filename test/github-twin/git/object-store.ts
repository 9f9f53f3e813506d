import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';

export type ObjectType = 'blob' | 'tree' | 'commit';

export interface GitObject {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * The objects of a repository and all its forks, as git keeps them: loose, in a bare repository that has no branches.
 * Reading and writing them here costs no process; what is hard about git (diffs, merges, archives) is left to git.
 */
export class ObjectStore {
  readonly gitDirectory: string;
  readonly #known = new Map<string, GitObject>();
  readonly #folders = new Set<string>();

  constructor(gitDirectory: string) {
    this.gitDirectory = gitDirectory;
    createBareRepository(gitDirectory);
  }

  write(type: ObjectType, content: Buffer | string): string {
    const bytes = Buffer.from(content);
    const whole = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
    const id = createHash('sha1').update(whole).digest('hex');
    if (!this.#known.has(id)) {
      this.#known.set(id, { type, bytes });
      this.#makeFolder(id.slice(0, 2));
      writeFileSync(this.#path(id), deflateSync(whole, { level: 1 }));
    }
    return id;
  }

  read(id: string): GitObject | undefined {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    if (!/^[0-9a-f]{40}$/.test(id) || !existsSync(this.#path(id))) return undefined;
    const object = parseLooseObject(inflateSync(readFileSync(this.#path(id))));
    this.#known.set(id, object);
    return object;
  }

  /** The object, which must be there and of this type. */
  require(id: string, type: ObjectType): Buffer {
    const object = this.read(id);
    if (object?.type !== type) throw new Error(`${id} is no ${type} of ${this.gitDirectory}`);
    return object.bytes;
  }

  #makeFolder(name: string): void {
    if (this.#folders.has(name)) return;
    mkdirSync(join(this.gitDirectory, 'objects', name), { recursive: true });
    this.#folders.add(name);
  }

  #path(id: string): string {
    return join(this.gitDirectory, 'objects', id.slice(0, 2), id.slice(2));
  }
}

/** What `git init --bare` makes, without its process. */
export function createBareRepository(folder: string): void {
  mkdirSync(join(folder, 'objects', 'info'), { recursive: true });
  mkdirSync(join(folder, 'refs', 'heads'), { recursive: true });
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(join(folder, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
}

function parseLooseObject(whole: Buffer): GitObject {
  const end = whole.indexOf(0);
  const [type = ''] = whole.toString('latin1', 0, end).split(' ');
  return { type, bytes: whole.subarray(end + 1) };
}
