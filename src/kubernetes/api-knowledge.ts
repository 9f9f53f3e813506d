import { API_RESOURCES } from './api-resources.ts';

/** What an API server tells about a kind: the name of its resource, and whether its objects live in namespaces. */
export interface ApiResource {
  readonly resource: string;
  readonly namespaced: boolean;
}

let builtIn: ReadonlyMap<string, ApiResource> | undefined;

/**
 * The resource of a built-in kind; `group` is `""` for the core group. Undefined for a kind that Kubernetes does not serve itself:
 * its CustomResourceDefinition tells.
 */
export function resourceOf(group: string, version: string, kind: string): ApiResource | undefined {
  builtIn ??= readTable();
  return builtIn.get(`${group}/${version}/${kind}`);
}

/** The kind of a built-in resource. */
export function kindOfResource(group: string, version: string, resource: string): string | undefined {
  builtIn ??= readTable();
  const prefix = `${group}/${version}/`;
  for (const [key, known] of builtIn)
    if (known.resource === resource && key.startsWith(prefix)) return key.slice(prefix.length);
  return undefined;
}

/**
 * The name of a resource whose kind nobody knows, guessed as Kubernetes' `meta.UnsafeGuessKindToResource` does:
 * lower case, and the plural by its ending.
 */
export function guessResource(kind: string): string {
  const singular = kind.toLowerCase();
  if (singular.endsWith('endpoints')) return singular;
  if (singular.endsWith('s')) return `${singular}es`;
  if (singular.endsWith('y')) return `${singular.slice(0, -1)}ies`;
  return `${singular}s`;
}

function readTable(): ReadonlyMap<string, ApiResource> {
  const table = new Map<string, ApiResource>();
  for (const line of API_RESOURCES.trim().split('\n')) {
    const [, name = '', versions = '', kinds = ''] = /^(\S+) (\S+): (.*)$/.exec(line) ?? [];
    const group = name === 'core' ? '' : name;
    for (const entry of kinds.split(' ')) {
      const [, cluster, kind, resource = ''] = /^(!?)(\w+)=(\w+)$/.exec(entry) ?? [];
      for (const version of versions.split(',')) {
        table.set(`${group}/${version}/${kind}`, { resource, namespaced: cluster !== '!' });
      }
    }
  }
  return table;
}
