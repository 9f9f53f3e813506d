import type { Survey } from './survey-repository.ts';

/** Folders whose manifests no cluster ever sees: they are written to violate. `test` is not among them, for clusters are called that. */
const TEST_FOLDERS = /^(?:\.?(?:kyverno|chainsaw)-tests?|tests|__tests__|testdata|test-data|fixtures)$/;

/** Whether a file lies in a folder that is for tests by its name. */
export function isTestMaterial(file: string): boolean {
  return testFolderOf(file) !== undefined;
}

/** The globs of what is there to be tested with: of the folders with such names that hold manifests, and of those with a policy's test in them. */
export function testMaterialGlobs({ manifests, policyTests }: Survey): readonly string[] {
  const names = manifests.flatMap(({ file }) => testFolderOf(file) ?? []);
  const besideTests = policyTests
    .filter((file) => !isTestMaterial(file))
    .map((file) => file.slice(0, file.lastIndexOf('/') + 1))
    .filter((folder) => folder !== '' && !readsAsGlob(folder))
    .filter((folder) => manifests.some(({ file }) => file.startsWith(folder)));
  return [
    ...[...new Set(names)].toSorted().map((name) => `**/${name}/**`),
    ...[...new Set(besideTests)].toSorted().map((folder) => `${folder}**`),
  ];
}

/** Whether a path has signs in it that a glob or the configuration would take for their own. */
export function readsAsGlob(path: string): boolean {
  return /[*?{}]|^!/.test(path);
}

function testFolderOf(file: string): string | undefined {
  return file
    .split('/')
    .slice(0, -1)
    .find((name) => TEST_FOLDERS.test(name));
}
