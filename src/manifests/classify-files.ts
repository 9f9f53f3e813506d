import { isArray, isObject, type JsonValue } from '../base/json.ts';
import type { NotJudged } from '../model/manifest.ts';
import type { Source } from '../text/source.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';

/** Whether a file's name is that of YAML or JSON. */
export function isManifestFile(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path);
}

/** Whether a file is the root of a Kustomize tree, by its name. */
export function isKustomization(path: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);
}

/** Files that hold no manifests of their own though they look like it: what Helm and Kustomize make manifests of. */
export interface FileClasses {
  /** Why a file is not judged as it stands; undefined for a plain file. */
  reasonNotToJudge(path: string): Pick<NotJudged, 'code' | 'reason'> | undefined;
}

/**
 * Tells templates of Helm charts, and patches that a Kustomization names, from plain manifests.
 * @param paths every path of the tree
 * @param kustomizations the sources of all files for which `isKustomization` holds
 */
export function classifyFiles(paths: readonly string[], kustomizations: readonly Source[]): FileClasses {
  const charts = paths.filter((path) => /(?:^|\/)Chart\.yaml$/.test(path)).map(folderOf);
  const patches = new Map<string, string>();
  for (const source of kustomizations) {
    for (const patch of patchesOf(source)) patches.set(resolve(folderOf(source.file), patch), source.file);
  }
  return {
    reasonNotToJudge(path) {
      if (isKustomization(path)) {
        return {
          code: 'manifest/kustomize-patch',
          reason: 'Kustomize roots are not rendered yet: their resources are judged as they are written',
        };
      }
      const chart = charts.find((folder) => path.startsWith(folder) && isChartFile(path.slice(folder.length)));
      if (chart !== undefined) {
        return {
          code: 'manifest/helm-template',
          reason: `it belongs to the Helm chart ${chart || './'}, and charts are not rendered yet`,
        };
      }
      const kustomization = patches.get(path);
      if (kustomization !== undefined) {
        return {
          code: 'manifest/kustomize-patch',
          reason: `it is a patch of ${kustomization}, and Kustomize roots are not rendered yet`,
        };
      }
      return undefined;
    },
  };
}

/** Below a chart's folder, `templates/` and `charts/` are templates, `crds/` are plain manifests, the files beside Chart.yaml are values. */
function isChartFile(path: string): boolean {
  return /^(?:templates|charts)\//.test(path) || !path.includes('/');
}

/** The files that a Kustomization applies as patches, relative to it: `patches[].path`, the two older fields, and those of replacements and transformers. */
function patchesOf(source: Source): readonly string[] {
  const value = parseYaml(source).documents[0]?.value;
  if (!isObject(value)) return [];
  const files: string[] = [];
  for (const field of ['patches', 'patchesJson6902', 'replacements']) {
    for (const entry of listOf(value[field])) {
      if (isObject(entry) && typeof entry.path === 'string') files.push(entry.path);
      // Before Kustomize 2.1, `patches` was a list of files.
      else if (typeof entry === 'string') files.push(entry);
    }
  }
  for (const field of ['patchesStrategicMerge', 'transformers', 'generators', 'validators', 'configurations']) {
    for (const entry of listOf(value[field])) if (typeof entry === 'string' && !entry.includes('\n')) files.push(entry);
  }
  return files;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isArray(value) ? value : [];
}

/** `""` for the root, else with a closing slash. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function resolve(folder: string, relative: string): string {
  const steps = folder.split('/').filter((step) => step !== '');
  for (const step of relative.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
