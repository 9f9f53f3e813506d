import { assertNever } from '../base/assert-never.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { Path } from '../base/path.ts';
import { formatPath } from '../base/path.ts';
import { validateConfiguration } from '../base/validators.generated.js';
import { valueAt } from '../base/value-at.ts';
import type { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Level } from '../model/verdict.ts';
import type { Source } from '../text/source.ts';
import type { YamlDocument } from '../yaml/parse-yaml.ts';
import {
  type Configuration,
  DEFAULT_CONFIGURATION,
  type FailOn,
  type Mode,
  type MutationLevel,
  type OnUnknown,
  type PolicyReference,
  type ReportScope,
  type UnsupportedKey,
} from './configuration.ts';
import { readSettings } from './read-settings.ts';

export type ConfigurationResult =
  | { readonly outcome: 'read'; readonly configuration: Configuration }
  | { readonly outcome: 'invalid'; readonly errors: readonly ConfigError[] };

/**
 * Reads a configuration file. An empty file is the defaults. Every mistake is an error with its place, its key and what is
 * allowed there; a file with one yields no configuration, for a gate half configured is none.
 */
export function readConfiguration(source: Source): ConfigurationResult {
  const settings = readSettings(source, { name: 'the configuration', validate: validateConfiguration });
  switch (settings.outcome) {
    case 'invalid':
      return settings;
    case 'empty':
      return { outcome: 'read', configuration: { ...DEFAULT_CONFIGURATION, file: source.file } };
    case 'read':
      return { outcome: 'read', configuration: resolveDefaults(settings.document, settings.root) };
    default:
      return assertNever(settings);
  }
}

/** The schema has judged the shapes: what is read here is of its type or left out. */
function resolveDefaults(document: YamlDocument, root: JsonValue): Configuration {
  const read = reader(root);
  const defaults = DEFAULT_CONFIGURATION;
  return {
    file: document.source.file,
    policies: policyReferences(document, valueAt(root, ['policies'])),
    manifests: {
      include: read.texts(['manifests', 'include']) ?? defaults.manifests.include,
      exclude: read.texts(['manifests', 'exclude']) ?? defaults.manifests.exclude,
    },
    kubernetes: read.text(['kubernetes']) ?? defaults.kubernetes,
    report: read.text<ReportScope>(['report']) ?? defaults.report,
    failOn: read.text<FailOn>(['fail-on']) ?? defaults.failOn,
    onUnknown: read.text<OnUnknown>(['on-unknown']) ?? defaults.onUnknown,
    mode: read.text<Mode>(['mode']) ?? defaults.mode,
    levels: read.entries(['levels']).map(([name, level]) => ({
      name,
      level: level as Level,
      span: spanOfKey(document, ['levels', name]),
    })),
    exemptions: read.text(['exemptions']) ?? defaults.exemptions,
    cluster: {
      fixtures: read.texts(['cluster', 'fixtures']) ?? defaults.cluster.fixtures,
      defaultNamespace: read.text(['cluster', 'defaultNamespace']) ?? defaults.cluster.defaultNamespace,
    },
    clusters: read.entries(['clusters']).map(([name]) => ({ name, paths: read.texts(['clusters', name]) ?? [] })),
    mutations: mutationLevel(valueAt(root, ['mutations'])),
    users: read.entries(['users']).map(([login]) => ({
      login,
      username: read.text(['users', login, 'username']) ?? login,
      groups: read.texts(['users', login, 'groups']) ?? [],
    })),
    engines: {
      kyverno: {
        version: read.text(['engines', 'kyverno', 'version']) ?? defaults.engines.kyverno.version,
        exceptions: {
          enabled: valueAt(root, ['engines', 'kyverno', 'exceptions', 'enabled']) === true,
          namespace: read.text(['engines', 'kyverno', 'exceptions', 'namespace']) ?? '',
        },
        resourceFilters:
          read.texts(['engines', 'kyverno', 'resourceFilters']) ?? defaults.engines.kyverno.resourceFilters,
      },
    },
    limits: {
      documentBytes: read.number(['limits', 'documentBytes']) ?? defaults.limits.documentBytes,
      depth: read.number(['limits', 'depth']) ?? defaults.limits.depth,
    },
    profile: defaults.profile,
    unsupported: unsupportedKeys(document, root),
  };
}

function reader(root: JsonValue) {
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
      const value: JsonObject | JsonValue | undefined = valueAt(root, path);
      return isObject(value) ? Object.entries(value) : [];
    },
  };
}

function policyReferences(
  document: YamlDocument,
  value: JsonValue | undefined,
): readonly PolicyReference[] | undefined {
  if (!isArray(value)) return undefined;
  return value.map((item, index) => {
    const span = document.locate(['policies', index]).span;
    if (isObject(item)) return { kind: 'bundle', name: String(item.bundle), span };
    return { kind: 'files', pattern: String(item), span };
  });
}

/** YAML 1.1 reads `off` as false. */
function mutationLevel(value: JsonValue | undefined): MutationLevel {
  if (value === false) return 'off';
  return typeof value === 'string' ? (value as MutationLevel) : DEFAULT_CONFIGURATION.mutations;
}

/** Keys that the schema accepts, for their meaning is settled, and that nothing acts upon yet. */
const UNSUPPORTED: readonly Path[] = [
  ['users'],
  ['engines', 'kyverno', 'exceptions'],
  ['engines', 'kyverno', 'resourceFilters'],
];

function unsupportedKeys(document: YamlDocument, root: JsonValue): readonly UnsupportedKey[] {
  return UNSUPPORTED.filter((path) => valueAt(root, path) !== undefined).map((path) => ({
    key: formatPath(path),
    span: spanOfKey(document, path),
  }));
}

function spanOfKey(document: YamlDocument, path: Path) {
  const location = document.locate(path);
  return location.keySpan ?? location.span;
}
