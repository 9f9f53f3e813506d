import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** Editors write a file in several steps, and save several files at once. */
const QUIET_MS = 60;

/** Tells of changes in folders: the full paths of what changed, gathered until there is quiet. What is below them is not watched. */
export class FolderWatch implements Disposable {
  readonly #tell: (changed: ReadonlySet<string>) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (changed: ReadonlySet<string>) => void) {
    this.#tell = tell;
  }

  /** Watches these folders, and no others from now on. One that cannot be watched (it may be gone by now) is left out. */
  follow(folders: ReadonlySet<string>): void {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#forget(folder);
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.follow(new Set());
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, (_, name) => this.#note(name === null ? folder : join(folder, name)));
      watcher.on('error', () => this.#forget(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #note(path: string): void {
    this.#changed.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const changed = this.#changed;
      this.#changed = new Set();
      this.#tell(changed);
    }, QUIET_MS);
  }
}

/** A folder that does not exist, or a file where one was looked for. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
