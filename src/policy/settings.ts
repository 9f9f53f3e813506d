import type { Path } from '../base/path.ts';
import type {
  Configuration,
  FailOn,
  KyvernoSettings,
  Mode,
  MutationLevel,
  OnUnknown,
  ReportScope,
} from './configuration.ts';

/**
 * Keys of a configuration one by one, as far as somebody says something about them: a file, what its owner requires, an input of the
 * Action. Policies, levels and exemptions are not among them, for they are more than one value that stands against another.
 */
export interface Settings {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly kubernetes?: string;
  readonly report?: ReportScope;
  readonly failOn?: FailOn;
  readonly onUnknown?: OnUnknown;
  readonly mode?: Mode;
  readonly fixtures?: readonly string[];
  readonly defaultNamespace?: string;
  readonly clusters?: Configuration['clusters'];
  readonly mutations?: MutationLevel;
  readonly users?: Configuration['users'];
  readonly kyvernoVersion?: string;
  readonly kyvernoExceptions?: KyvernoSettings['exceptions'];
  readonly kyvernoResourceFilters?: KyvernoSettings['resourceFilters'];
  readonly documentBytes?: number;
  readonly depth?: number;
  readonly profile?: Configuration['profile'];
}

export type SettingKey = keyof Settings;

/** Where each stands in a file. The profile stands in none: only inputs speak of it. */
export const SETTING_PATHS: { readonly [Key in SettingKey]-?: Path } = {
  include: ['manifests', 'include'],
  exclude: ['manifests', 'exclude'],
  kubernetes: ['kubernetes'],
  report: ['report'],
  failOn: ['fail-on'],
  onUnknown: ['on-unknown'],
  mode: ['mode'],
  fixtures: ['cluster', 'fixtures'],
  defaultNamespace: ['cluster', 'defaultNamespace'],
  clusters: ['clusters'],
  mutations: ['mutations'],
  users: ['users'],
  kyvernoVersion: ['engines', 'kyverno', 'version'],
  kyvernoExceptions: ['engines', 'kyverno', 'exceptions'],
  kyvernoResourceFilters: ['engines', 'kyverno', 'resourceFilters'],
  documentBytes: ['limits', 'documentBytes'],
  depth: ['limits', 'depth'],
  profile: ['profile'],
};

export const SETTING_KEYS = Object.keys(SETTING_PATHS) as readonly SettingKey[];

export function settingsOf(configuration: Configuration): Required<Settings> {
  const { manifests, cluster, engines, limits } = configuration;
  return {
    include: manifests.include,
    exclude: manifests.exclude,
    kubernetes: configuration.kubernetes,
    report: configuration.report,
    failOn: configuration.failOn,
    onUnknown: configuration.onUnknown,
    mode: configuration.mode,
    fixtures: cluster.fixtures,
    defaultNamespace: cluster.defaultNamespace,
    clusters: configuration.clusters,
    mutations: configuration.mutations,
    users: configuration.users,
    kyvernoVersion: engines.kyverno.version,
    kyvernoExceptions: engines.kyverno.exceptions,
    kyvernoResourceFilters: engines.kyverno.resourceFilters,
    documentBytes: limits.documentBytes,
    depth: limits.depth,
    profile: configuration.profile,
  };
}

/** The configuration with the settings in place of its own. */
export function withSettings(configuration: Configuration, settings: Settings): Configuration {
  const all = { ...settingsOf(configuration), ...settings };
  return {
    ...configuration,
    manifests: { include: all.include, exclude: all.exclude },
    kubernetes: all.kubernetes,
    report: all.report,
    failOn: all.failOn,
    onUnknown: all.onUnknown,
    mode: all.mode,
    cluster: { fixtures: all.fixtures, defaultNamespace: all.defaultNamespace },
    clusters: all.clusters,
    mutations: all.mutations,
    users: all.users,
    engines: {
      kyverno: {
        version: all.kyvernoVersion,
        exceptions: all.kyvernoExceptions,
        resourceFilters: all.kyvernoResourceFilters,
      },
    },
    limits: { documentBytes: all.documentBytes, depth: all.depth },
    profile: all.profile,
  };
}
