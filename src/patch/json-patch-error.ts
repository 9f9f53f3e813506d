import { formatPointer, type Path } from '../base/path.ts';

/** A JSON patch that cannot be read or applied. `path` is the place it speaks of; the caller knows whose patch it is and says so. */
export class JsonPatchError extends Error {
  readonly path: Path;

  constructor(reason: string, path: Path) {
    super(`${path.length === 0 ? 'the root' : formatPointer(path)}: ${reason}`);
    this.name = 'JsonPatchError';
    this.path = path;
  }
}
