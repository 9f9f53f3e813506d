import type { SuiteFiles } from '../../suites/suite-files.ts';

/** Files as they are, and which of them were asked for, whether they exist or not. */
export function traceFiles(files: SuiteFiles): { readonly files: SuiteFiles; readonly asked: ReadonlySet<string> } {
  const asked = new Set<string>();
  return {
    asked,
    files: {
      read(path) {
        asked.add(path);
        return files.read(path);
      },
      list(path) {
        asked.add(path);
        return files.list(path);
      },
    },
  };
}
