import type { SuiteFiles } from './suite-files.ts';

/**
 * The suite files under a path, in order of their paths: the path itself where it is a file, else every file below it that bears
 * the name, in hidden folders too (kyverno/policies keeps its suites in `.kyverno-test`).
 */
export function findSuites(path: string, fileName: string, files: SuiteFiles): readonly string[] {
  const entries = files.list(path);
  if (entries === undefined) return files.read(path) === undefined ? [] : [path];
  return entries.flatMap(({ name, kind }) => {
    const below = path === '' ? name : `${path.replace(/\/$/, '')}/${name}`;
    if (kind === 'file') return name === fileName ? [below] : [];
    return name === '.git' || name === 'node_modules' ? [] : findSuites(below, fileName, files);
  });
}
