import { ConfigError, type TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Engine, Instant } from '../model/engine.ts';
import type { Exemption } from '../model/exemption.ts';
import type { Files } from '../model/files.ts';
import type { Target } from '../model/target.ts';
import { startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import {
  CONFIGURATION_FILES,
  type Configuration,
  DEFAULT_CONFIGURATION,
  type PolicyReference,
} from './configuration.ts';
import { type ConfigurationOverrides, withOverrides } from './configuration-overrides.ts';
import { loadExemptions } from './load-exemptions.ts';
import { type LoadedPolicies, loadPolicies } from './load-policies.ts';
import { readConfiguration } from './read-configuration.ts';
import { tighten } from './tighten.ts';

/** Everything that judges: the configuration, the policies and the exemptions of one revision. */
export interface Gate {
  readonly configuration: Configuration;
  readonly target: Target;
  readonly policies: LoadedPolicies;
  readonly exemptions: readonly Exemption[];
  /** What is wrong with the configuration and the exemptions; that of the policies is theirs. With any of it nothing is green. */
  readonly problems: readonly TidewaiterError[];
  readonly notes: readonly string[];
}

export interface GateOptions {
  /** The package's folder `policies`. */
  readonly library: Files;
  readonly engines: readonly Engine[];
  readonly now: Instant;
  /** A configuration file that was named in place of the repository's own. */
  readonly configuration?: Source | undefined;
  /** What flags and the environment say, the strongest last. */
  readonly overrides?: readonly ConfigurationOverrides[] | undefined;
  /** Policies that were named in place of the repository's own, and the files they are in. */
  readonly policies?: { readonly files: Files; readonly references: readonly PolicyReference[] } | undefined;
  readonly asked?: AskedByWorkflow | undefined;
}

/**
 * What the inputs of a workflow's step ask for. On a pull request the workflow may be the pull request's own: `tighten` takes only what
 * is stricter than the file, and `override` takes all of it.
 */
export interface AskedByWorkflow {
  readonly authority: 'tighten' | 'override';
  readonly overrides: ConfigurationOverrides;
  /** To tighten, they come in addition; to override, in place of the others. */
  readonly policies: readonly PolicyReference[];
  /** The path of another configuration in the same files. */
  readonly configurationFile?: string;
}

/** Loads what judges from the files of one revision: of the base branch's tip, for a pull request may not choose its own judge. */
export async function loadGate(files: Files, options: GateOptions): Promise<Gate> {
  const read = await readOwnConfiguration(files, options);
  const asked = options.asked && { ...options.asked, authority: authorityOf(options.asked, read) };
  const { configuration, refused } = settle(read.configuration, { ...options, asked });
  const target = targetOf(configuration);
  const named = options.policies;
  const policies = await loadPolicies({
    repository: named?.files ?? files,
    library: options.library,
    configuration: named ? { ...configuration, policies: named.references } : configuration,
    additional: asked?.authority === 'tighten' ? asked.policies : [],
    engines: options.engines,
    target,
  });
  const exemptions = await loadExemptions(files, configuration, options.now);
  return {
    configuration: policies.origin === 'starter' ? { ...configuration, mode: 'observe' } : configuration,
    target,
    policies,
    exemptions: exemptions.exemptions,
    problems: [...read.problems, ...exemptions.problems],
    notes: [
      ...read.notes,
      ...unsupportedNotes(configuration),
      ...refused.map(
        (text) => `An input of the workflow asks for less than the base branch, and has no effect: ${text}.`,
      ),
      ...originNotes(options),
      ...policies.notes,
    ],
  };
}

interface ReadConfiguration {
  readonly configuration: Configuration;
  readonly problems: readonly TidewaiterError[];
  readonly notes: readonly string[];
}

async function readOwnConfiguration(
  files: Files,
  { configuration: named, asked }: GateOptions,
): Promise<ReadConfiguration> {
  if (named) return readSource(named);
  const found = await files.read(CONFIGURATION_FILES);
  const usual = CONFIGURATION_FILES.find((each) => found.has(each));
  const wanted = asked?.configurationFile;
  if (wanted === undefined || wanted === usual) return usual === undefined ? NO_CONFIGURATION : readFile(files, usual);
  if (usual !== undefined && asked?.authority === 'tighten') {
    const note = `The input config-file names ${wanted}, and the base branch has ${usual}: that one counts.`;
    const result = await readFile(files, usual);
    return { ...result, notes: [...result.notes, note] };
  }
  return readFile(files, wanted);
}

const NO_CONFIGURATION: ReadConfiguration = { configuration: DEFAULT_CONFIGURATION, problems: [], notes: [] };

async function readFile(files: Files, path: string): Promise<ReadConfiguration> {
  const content = (await files.read([path])).get(path);
  if (content?.outcome === 'text') return readSource(content.source);
  const problem = content
    ? new ConfigError(`${path} cannot be read: ${content.reason}`, {
        code: 'config/unreadable',
        remedy: 'It has to be a YAML file.',
      })
    : new ConfigError(`there is no configuration ${path}`, {
        code: 'config/no-such-file',
        remedy: 'The input config-file names a file of the base branch.',
      });
  return { ...NO_CONFIGURATION, problems: [problem] };
}

function readSource(source: Source): ReadConfiguration {
  const result = readConfiguration(source);
  return result.outcome === 'read'
    ? { configuration: result.configuration, problems: [], notes: [] }
    : { ...NO_CONFIGURATION, problems: result.errors };
}

/** Inputs may not loosen what the file says; where there is none, it says nothing. */
function authorityOf(
  asked: AskedByWorkflow,
  { configuration, problems }: ReadConfiguration,
): AskedByWorkflow['authority'] {
  return configuration.file === undefined && problems.length === 0 ? 'override' : asked.authority;
}

/** The file's settings with those of flags and inputs, as far as they may have a say. */
function settle(configuration: Configuration, { overrides = [], asked }: GateOptions) {
  const overridden = withOverrides(configuration, ...overrides);
  if (!asked) return { configuration: overridden, refused: [] };
  if (asked.authority === 'tighten') return tighten(overridden, asked.overrides);
  const policies = asked.policies.length > 0 ? { policies: asked.policies } : {};
  return { configuration: { ...withOverrides(overridden, asked.overrides), ...policies }, refused: [] };
}

function targetOf(configuration: Configuration): Target {
  return {
    kubernetes: configuration.kubernetes,
    profile: configuration.profile,
    kyverno: { version: configuration.engines.kyverno.version },
  };
}

function unsupportedNotes({ unsupported }: Configuration): readonly string[] {
  return unsupported.map(
    ({ key, span }) => `${span.source.file}:${startOf(span).line}: "${key}" is not acted upon by this version.`,
  );
}

function originNotes({ policies, configuration: named }: GateOptions): readonly string[] {
  if (policies?.references.some(({ kind }) => kind === 'path'))
    return ['The policies were read from the disk (-p), not from the base branch.'];
  if (policies) return ['The policies are those that -p names, not those of the base branch.'];
  return named ? [`The configuration was read from ${named.file}, not from the base branch.`] : [];
}
