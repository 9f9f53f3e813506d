/** The files that a suite names, handed in by whoever may read them. Paths are written with `/`. */
export interface SuiteFiles {
  /** The text of a file; undefined where there is no such file. */
  read(path: string): string | undefined;
  /** What lies in a folder, sorted by name; undefined where the path is no folder. */
  list(folder: string): readonly SuiteEntry[] | undefined;
}

export interface SuiteEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** A path as seen from a folder, without `.` and `..` where they can be resolved. */
export function joinPath(folder: string, path: string): string {
  const joined = path.startsWith('/') || folder === '' ? path : `${folder}/${path}`;
  const steps: string[] = [];
  for (const step of joined.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '..' || !joined.startsWith('/')) steps.push(step);
  }
  const text = steps.join('/');
  return joined.startsWith('/') ? `/${text}` : text;
}

/** The folder that a file lies in; `""` for the current one. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === 0) return '/';
  return slash < 0 ? '' : path.slice(0, slash);
}
