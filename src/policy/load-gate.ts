import { formatPath } from '../base/path.ts';
import type { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Exemption } from '../model/exemption.ts';
import type { Files } from '../model/files.ts';
import type { Target } from '../model/target.ts';
import { type Configuration, DEFAULT_CONFIGURATION } from './configuration.ts';
import { withOverrides } from './configuration-overrides.ts';
import { type Floor, holdToFloor } from './floor.ts';
import type { AskedByWorkflow, GateOptions } from './gate-options.ts';
import { STARTER_BUNDLE } from './library.ts';
import { loadExemptions } from './load-exemptions.ts';
import { type LoadedPolicies, loadPolicies } from './load-policies.ts';
import { type GateConfiguration, readGateConfiguration } from './read-gate-configuration.ts';
import { describeRefusal, type Refusal, writeSetting } from './refusal.ts';
import { SETTING_PATHS, settingsOf, withSettings } from './settings.ts';
import { type RefusedSetting, tighten } from './tighten.ts';

/** Everything that judges: the configuration, the policies and the exemptions of one revision. */
export interface Gate {
  readonly configuration: Configuration;
  readonly target: Target;
  readonly policies: LoadedPolicies;
  readonly exemptions: readonly Exemption[];
  /** What the repository's owner requires, which all of this is held to. */
  readonly floor: Floor | undefined;
  /** What the repository says and is weaker than that: it has no effect. */
  readonly refused: readonly string[];
  /** What is wrong with the configuration and the exemptions; that of the policies is theirs. With any of it nothing is green. */
  readonly problems: readonly TidewaiterError[];
  readonly notes: readonly string[];
}

/** Loads what judges from the files of one revision: of the base branch's tip, for a pull request may not choose its own judge. */
export async function loadGate(files: Files, options: GateOptions): Promise<Gate> {
  const read = await readGateConfiguration(files, options);
  const asked = options.asked && { ...options.asked, authority: authorityOf(options.asked, read) };
  const { configuration, notes, refused } = settle(read, { ...options, asked });
  const target = targetOf(configuration);
  const { policies: named, owner } = options;
  const policies = await (options.loadPolicies ?? loadPolicies)({
    repository: named?.files ?? files,
    library: options.library,
    configuration: named ? { ...configuration, policies: named.references } : configuration,
    additional: asked?.authority === 'tighten' ? asked.policies : [],
    owner: owner?.files === 'judged' ? files : owner?.files,
    floor: read.floor,
    engines: options.engines,
    target,
    requiredTarget: read.floor && targetOfFloor(target, read.floor),
    surroundings: files,
  });
  const exemptions = await loadExemptions(files, { configuration, floor: read.floor, now: options.now });
  const starter = policies.origin === 'starter' ? startWith(configuration, read) : undefined;
  return {
    configuration: starter?.configuration ?? configuration,
    target,
    policies,
    exemptions: exemptions.exemptions,
    floor: read.floor,
    refused: [...refused, ...policies.refused, ...exemptions.refused].map(describeRefusal),
    problems: [...read.problems, ...exemptions.problems],
    notes: [
      ...read.notes,
      ...notes,
      ...originNotes(options),
      ...policies.notes,
      ...policies.expiring.filter(({ at }) => at <= options.now).map(({ note }) => note),
      ...(starter?.notes ?? []),
    ],
  };
}

/** Inputs may not loosen what the file says; where there is none, it says nothing. */
function authorityOf(
  asked: AskedByWorkflow,
  { configuration, problems }: GateConfiguration,
): AskedByWorkflow['authority'] {
  return configuration.file === undefined && problems.length === 0 ? 'override' : asked.authority;
}

interface Settled {
  readonly configuration: Configuration;
  readonly notes: readonly string[];
  readonly refused: readonly Refusal[];
}

/** The file's settings with those of flags and inputs, as far as they may have a say, and no weaker than the owner requires. */
function settle({ configuration, floor, placeOf }: GateConfiguration, { overrides = [], asked }: GateOptions): Settled {
  const said = withAsked(withOverrides(configuration, ...overrides), asked);
  return floor ? { ...said, ...holdToFloor(said.configuration, floor, placeOf) } : { ...said, refused: [] };
}

function withAsked(configuration: Configuration, asked: AskedByWorkflow | undefined): Omit<Settled, 'refused'> {
  if (!asked) return { configuration, notes: [] };
  if (asked.authority === 'tighten') {
    const { settings, refused } = tighten(settingsOf(configuration), asked.overrides);
    return { configuration: withSettings(configuration, settings), notes: refused.map(noteOnInput) };
  }
  const policies = asked.policies.length > 0 ? { policies: asked.policies } : {};
  return { configuration: { ...withOverrides(configuration, asked.overrides), ...policies }, notes: [] };
}

function noteOnInput({ key, asked, floor }: RefusedSetting): string {
  const text = `${formatPath(SETTING_PATHS[key])}: ${writeSetting(asked)} (the base branch says ${writeSetting(floor)})`;
  return `An input of the workflow asks for less than the base branch, and has no effect: ${text}.`;
}

/** Who has no policies has not asked to be blocked; but an owner may have, and what is broken may have said anything. */
function startWith(configuration: Configuration, { floor, problems }: GateConfiguration): Omit<Settled, 'refused'> {
  const who = `There are no policies here, so the bundle "${STARTER_BUNDLE}" judges`;
  if (floor?.settings.mode === 'gate' || problems.length > 0) return { configuration, notes: [`${who}.`] };
  return {
    configuration: { ...configuration, mode: 'observe' },
    notes: [`${who} in observe mode: it never blocks.`],
  };
}

function targetOf(configuration: Configuration): Target {
  return {
    kubernetes: configuration.kubernetes,
    profile: configuration.profile,
    kyverno: configuration.engines.kyverno,
  };
}

/** Where the owner does not speak of them, no exceptions and no settings of a repository keep the owner's policies from an object. */
function targetOfFloor(target: Target, { settings }: Floor): Target {
  const { kyvernoExceptions, kyvernoResourceFilters } = settings;
  return {
    ...target,
    kyverno: {
      ...target.kyverno,
      ...(kyvernoExceptions ? {} : { exceptions: DEFAULT_CONFIGURATION.engines.kyverno.exceptions }),
      ...(kyvernoResourceFilters ? {} : { resourceFilters: 'default' }),
    },
  };
}

function originNotes({ policies, configuration: named }: GateOptions): readonly string[] {
  if (policies?.references.some(({ kind }) => kind === 'path'))
    return ['The policies were read from the disk (-p), not from the base branch.'];
  if (policies) return ['The policies are those that -p names, not those of the base branch.'];
  return named ? [`The configuration was read from ${named.file}, not from the base branch.`] : [];
}
