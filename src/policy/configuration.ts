import type { UserInfo } from '../model/admission-request.ts';
import type { KyvernoTarget, Profile } from '../model/target.ts';
import type { Level } from '../model/verdict.ts';
import type { Span } from '../text/span.ts';

/** `.github/tidewaiter.yml` with every default resolved. Each key's meaning stands in `schema/tidewaiter.schema.json`. */
export interface Configuration {
  /** The file it was read from; undefined where there is none. */
  readonly file: string | undefined;
  /** Undefined: every policy document found in the repository. */
  readonly policies: readonly PolicyReference[] | undefined;
  readonly manifests: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly kubernetes: string;
  readonly report: ReportScope;
  readonly failOn: FailOn;
  readonly onUnknown: OnUnknown;
  readonly mode: Mode;
  readonly levels: readonly LevelSetting[];
  /** The file of exemptions. */
  readonly exemptions: string;
  readonly cluster: { readonly fixtures: readonly string[]; readonly defaultNamespace: string };
  /** Empty where the repository is one cluster. */
  readonly clusters: readonly { readonly name: string; readonly paths: readonly string[] }[];
  readonly mutations: MutationLevel;
  readonly users: readonly UserMapping[];
  readonly engines: { readonly kyverno: KyvernoSettings };
  readonly limits: { readonly documentBytes: number; readonly depth: number };
  /** No key of the file: Kyverno's CLI judges some things otherwise, which only suites want. */
  readonly profile: Profile;
}

export const REPORT_SCOPES = ['new', 'changed-files', 'all'] as const;
export type ReportScope = (typeof REPORT_SCOPES)[number];
export const FAIL_ON = ['none', 'enforce', 'warn', 'any'] as const;
export type FailOn = (typeof FAIL_ON)[number];
export const ON_UNKNOWN = ['warn', 'block'] as const;
export type OnUnknown = (typeof ON_UNKNOWN)[number];
export const MODES = ['observe', 'gate'] as const;
export type Mode = (typeof MODES)[number];
export const LEVELS = ['audit', 'warn', 'enforce'] as const satisfies readonly Level[];
export const MUTATION_LEVELS = ['off', 'audit', 'warn', 'enforce'] as const;
export type MutationLevel = (typeof MUTATION_LEVELS)[number];

/**
 * Files, folders and globs, or a bundle of the library; `span` is where the configuration says so. `path` was named by hand, and
 * `owner-files` lie in the owner's repository, whose configuration names them.
 */
export type PolicyReference =
  | { readonly kind: 'files'; readonly pattern: string; readonly span?: Span }
  | { readonly kind: 'owner-files'; readonly pattern: string; readonly span: Span }
  | { readonly kind: 'path'; readonly path: string; readonly span?: undefined }
  | { readonly kind: 'bundle'; readonly name: string; readonly span?: Span };

/** A level other than the policy's own; `name` is `policy` or `policy/rule`. */
export interface LevelSetting {
  readonly name: string;
  readonly level: Level;
  readonly span: Span;
}

/** Who somebody at GitHub is to the cluster. The login `*` is that of anybody whom no other entry names. */
export type UserMapping = {
  readonly login: string;
  readonly userInfo: UserInfo;
};

/** As the cluster's installation is set. */
export type KyvernoSettings = Required<KyvernoTarget>;

/** The file of exemptions where the configuration names none. */
export const EXEMPTIONS_FILE = '.github/tidewaiter/exemptions.yml';

/** What holds where no file says anything. */
export const DEFAULT_CONFIGURATION: Configuration = {
  file: undefined,
  policies: undefined,
  manifests: { include: ['**'], exclude: [] },
  kubernetes: '1.34',
  report: 'new',
  failOn: 'enforce',
  onUnknown: 'warn',
  mode: 'gate',
  levels: [],
  exemptions: EXEMPTIONS_FILE,
  cluster: { fixtures: [], defaultNamespace: 'default' },
  clusters: [],
  mutations: 'warn',
  users: [],
  engines: {
    kyverno: { version: '1.19', exceptions: { enabled: false, namespace: '' }, resourceFilters: 'installed' },
  },
  limits: { documentBytes: 5_000_000, depth: 100 },
  profile: 'cluster',
};

/** The file that is read where no other is named, and its other spelling. */
export const CONFIGURATION_FILES = ['.github/tidewaiter.yml', '.github/tidewaiter.yaml'] as const;
