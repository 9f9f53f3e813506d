import type { Survey } from './survey-repository.ts';
import { isTestMaterial, readsAsGlob } from './test-material.ts';

/** So many lines a person reads; more say no more than leaving them out, which is every policy that is found. */
const MAX_GLOBS = 20;

/**
 * The shortest list of folders, globs and files that names every policy that this version runs and no other manifest. Undefined where no
 * short list does: then every policy document of the repository has to judge.
 */
export function policyGlobs({ policies, manifests }: Survey): readonly string[] | undefined {
  const running = new Set(policies.filter(({ runs, file }) => runs && !isTestMaterial(file)).map(({ file }) => file));
  const others = [...manifests, ...policies].map(({ file }) => file).filter((file) => !running.has(file));
  if ([...running].some(readsAsGlob)) return undefined;
  const globs = globsBelow('', [...running].toSorted(), others);
  return globs.length > MAX_GLOBS ? undefined : globs;
}

/** @param folder `""`, or with a closing slash */
function globsBelow(folder: string, policies: readonly string[], others: readonly string[]): readonly string[] {
  if (policies.length === 0) return [];
  const common = commonFolder(policies);
  if (common !== folder) {
    return globsBelow(
      common,
      policies,
      others.filter((file) => file.startsWith(common)),
    );
  }
  if (folder !== '' && others.length === 0) return [`${folder}**`];
  const isHere = (file: string) => !file.slice(folder.length).includes('/');
  const here = policies.filter(isHere);
  const below = Map.groupBy(
    policies.filter((file) => !isHere(file)),
    (file) => file.slice(0, file.indexOf('/', folder.length) + 1),
  );
  return [
    ...(folder === '' || here.length < 2 || others.some(isHere) ? here : globsOfExtensions(folder, here)),
    ...[...below].flatMap(([child, inside]) =>
      globsBelow(
        child,
        inside,
        others.filter((file) => file.startsWith(child)),
      ),
    ),
  ];
}

/** The deepest folder that holds all files. */
function commonFolder(files: readonly string[]): string {
  const folders = files.map((file) => file.split('/').slice(0, -1));
  const [first = []] = folders;
  const length = first.findIndex((name, index) => folders.some((folder) => folder[index] !== name));
  const common = length < 0 ? first : first.slice(0, length);
  return common.map((name) => `${name}/`).join('');
}

function globsOfExtensions(folder: string, files: readonly string[]): readonly string[] {
  const extensions = new Set(files.map((file) => file.slice(file.lastIndexOf('.') + 1)));
  return [...extensions].map((extension) => `${folder}*.${extension}`);
}
