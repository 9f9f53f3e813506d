import { isArray, isObject, type JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import { valueAt } from '../base/value-at.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import type { Level } from '../model/verdict.ts';
import type { YamlDocument } from '../yaml/parse-yaml.ts';
import {
  type Configuration,
  DEFAULT_CONFIGURATION,
  type FailOn,
  type KyvernoSettings,
  type LevelSetting,
  type Mode,
  type MutationLevel,
  type OnUnknown,
  type PolicyReference,
  type ReportScope,
} from './configuration.ts';
import { SETTING_PATHS, type Settings } from './settings.ts';

/** What a mapping of a configuration says: the file as a whole, or its `required`. */
export interface Keys {
  readonly settings: Settings;
  readonly policies: readonly PolicyReference[] | undefined;
  readonly levels: readonly LevelSetting[];
}

/**
 * Reads the keys of the mapping at a path of a configuration; one that it leaves out is missing. The schema has judged the shapes: what
 * is read here is of its type or left out.
 */
export function readKeys(document: YamlDocument, at: Path): Keys {
  const root = valueAt(document.value, at);
  const { text, number, texts, entries } = reader(root);
  const paths = SETTING_PATHS;
  return {
    settings: withoutUndefined({
      include: texts(paths.include),
      exclude: texts(paths.exclude),
      kubernetes: text(paths.kubernetes),
      report: text<ReportScope>(paths.report),
      failOn: text<FailOn>(paths.failOn),
      onUnknown: text<OnUnknown>(paths.onUnknown),
      mode: text<Mode>(paths.mode),
      fixtures: texts(paths.fixtures),
      defaultNamespace: text(paths.defaultNamespace),
      clusters: clustersOf(valueAt(root, paths.clusters)),
      mutations: mutationLevel(valueAt(root, paths.mutations)),
      users: usersOf(valueAt(root, paths.users)),
      kyvernoVersion: text(paths.kyvernoVersion),
      kyvernoExceptions: exceptionsOf(valueAt(root, paths.kyvernoExceptions)),
      kyvernoResourceFilters:
        texts(paths.kyvernoResourceFilters) ?? text<'installed' | 'default'>(paths.kyvernoResourceFilters),
      documentBytes: number(paths.documentBytes),
      depth: number(paths.depth),
    }),
    policies: policyReferences(document, [...at, 'policies']),
    levels: entries(['levels']).map(([name, level]) => ({
      name,
      level: level as Level,
      span: spanOfKey(document, [...at, 'levels', name]),
    })),
  };
}

function reader(root: JsonValue | undefined) {
  return {
    text<Text extends string = string>(path: Path): Text | undefined {
      const value = valueAt(root, path);
      return typeof value === 'string' ? (value as Text) : undefined;
    },
    number(path: Path): number | undefined {
      const value = valueAt(root, path);
      return typeof value === 'number' ? value : undefined;
    },
    texts(path: Path): readonly string[] | undefined {
      const value = valueAt(root, path);
      return isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
    },
    entries(path: Path): readonly (readonly [string, JsonValue])[] {
      const value = valueAt(root, path);
      return isObject(value) ? Object.entries(value) : [];
    },
  };
}

function clustersOf(value: JsonValue | undefined): Configuration['clusters'] | undefined {
  if (!isObject(value)) return undefined;
  const { texts } = reader(value);
  return Object.keys(value).map((name) => ({ name, paths: texts([name]) ?? [] }));
}

function usersOf(value: JsonValue | undefined): Configuration['users'] | undefined {
  if (!isObject(value)) return undefined;
  const { text, texts } = reader(value);
  return Object.keys(value).map((login) => {
    const extra = valueAt(value, [login, 'extra']);
    const userInfo = {
      username: text([login, 'username']) ?? '',
      groups: texts([login, 'groups']) ?? [],
      ...withoutUndefined({
        uid: text([login, 'uid']),
        extra: isObject(extra) ? extra : undefined,
        roles: texts([login, 'roles']),
        clusterRoles: texts([login, 'clusterRoles']),
      }),
    };
    return { login, userInfo };
  });
}

function exceptionsOf(value: JsonValue | undefined): KyvernoSettings['exceptions'] | undefined {
  if (!isObject(value)) return undefined;
  const { namespace } = DEFAULT_CONFIGURATION.engines.kyverno.exceptions;
  return { enabled: value.enabled === true, namespace: reader(value).text(['namespace']) ?? namespace };
}

/** YAML 1.1 reads `off` as false. */
function mutationLevel(value: JsonValue | undefined): MutationLevel | undefined {
  if (value === false) return 'off';
  return typeof value === 'string' ? (value as MutationLevel) : undefined;
}

/** A file's policies are files of its own repository. */
function policyReferences(document: YamlDocument, path: Path): readonly PolicyReference[] | undefined {
  const value = valueAt(document.value, path);
  if (!isArray(value)) return undefined;
  const kind = document.source.revision === 'owner' ? 'owner-files' : 'files';
  return value.map((item, index) => {
    const { span } = document.locate([...path, index]);
    return isObject(item) ? { kind: 'bundle', name: String(item.bundle), span } : { kind, pattern: String(item), span };
  });
}

export function spanOfKey(document: YamlDocument, path: Path) {
  const location = document.locate(path);
  return location.keySpan ?? location.span;
}
