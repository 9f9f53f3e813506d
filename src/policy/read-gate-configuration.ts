import { assertNever } from '../base/assert-never.ts';
import { ConfigError, type TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Files } from '../model/files.ts';
import { startOf } from '../text/position.ts';
import type { Source } from '../text/source.ts';
import { CONFIGURATION_FILES, DEFAULT_CONFIGURATION } from './configuration.ts';
import type { Floor } from './floor.ts';
import type { GateOptions, OwnersRepository } from './gate-options.ts';
import { nameOfFile } from './other-repository.ts';
import { type ConfigurationFile, readConfiguration } from './read-configuration.ts';

/** The configuration that a gate goes by, and what it is held to. */
export interface GateConfiguration extends ConfigurationFile {
  /** What the owner of the repository requires; what the repository's own file requires of others is nothing to it. */
  readonly floor: Floor | undefined;
  readonly problems: readonly TidewaiterError[];
  readonly notes: readonly string[];
}

/** Reads the repository's own configuration, or else its owner's; and what the owner requires in any case. */
export async function readGateConfiguration(
  files: Files,
  options: Pick<GateOptions, 'configuration' | 'asked' | 'owner'>,
): Promise<GateConfiguration> {
  const { reading: own, notes } = await readOwn(files, options);
  const owners = await readOwners(options.owner, own);
  const judging = own.outcome === 'none' ? owners : own;
  const { configuration, placeOf } = judging.outcome === 'read' ? judging.file : NO_FILE;
  const { floor, ...required } = requirementsOf(owners, own, options.owner);
  const problems = [...(own.outcome === 'broken' ? own.problems : []), ...required.problems];
  return {
    // Whether to observe is not known then, or not for the repository to say.
    configuration: problems.length > 0 ? { ...configuration, mode: 'gate' } : configuration,
    placeOf,
    floor,
    problems,
    notes: [...notes, ...required.notes, ...(owners === own ? [] : strayFloor(own))],
  };
}

type Reading =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'broken'; readonly problems: readonly TidewaiterError[] }
  | { readonly outcome: 'read'; readonly file: ConfigurationFile };

const NO_FILE: ConfigurationFile = {
  configuration: DEFAULT_CONFIGURATION,
  floor: undefined,
  placeOf: () => undefined,
};

async function readOwn(
  files: Files,
  { configuration: named, asked }: Pick<GateOptions, 'configuration' | 'asked'>,
): Promise<{ readonly reading: Reading; readonly notes: readonly string[] }> {
  if (named) return { reading: readSource(named), notes: [] };
  const usual = await findConfigurationFile(files);
  const wanted = asked?.configurationFile;
  if (wanted === undefined || wanted === usual) return { reading: await readFile(files, usual), notes: [] };
  if (usual !== undefined && asked?.authority === 'tighten') {
    const note = `The input config-file names ${wanted}, and the base branch has ${usual}: that one counts.`;
    return { reading: await readFile(files, usual), notes: [note] };
  }
  return { reading: await readFile(files, wanted), notes: [] };
}

/** The configuration that a repository has, in either spelling of its name. */
export async function findConfigurationFile(files: Files): Promise<string | undefined> {
  const found = await files.read(CONFIGURATION_FILES);
  return CONFIGURATION_FILES.find((each) => found.has(each));
}

async function readFile(files: Files, path: string | undefined): Promise<Reading> {
  if (path === undefined) return { outcome: 'none' };
  const content = (await files.read([path])).get(path);
  if (content?.outcome === 'text') return readSource(content.source);
  const problem = content
    ? new ConfigError(`${nameOfFile(files, path)} cannot be read: ${content.reason}`, {
        code: 'config/unreadable',
        remedy: content.remedy ?? 'It has to be a YAML file.',
      })
    : new ConfigError(`there is no configuration ${path}`, {
        code: 'config/no-such-file',
        remedy: 'The input config-file names a file of the base branch.',
      });
  return { outcome: 'broken', problems: [problem] };
}

function readSource(source: Source): Reading {
  const result = readConfiguration(source);
  return result.outcome === 'read' ? { outcome: 'read', file: result } : { outcome: 'broken', problems: result.errors };
}

async function readOwners(owner: OwnersRepository | undefined, own: Reading): Promise<Reading> {
  if (owner?.files === undefined) return { outcome: 'none' };
  return owner.files === 'judged' ? own : await readFile(owner.files, await findConfigurationFile(owner.files));
}

type Requirements = Pick<GateConfiguration, 'floor' | 'problems' | 'notes'>;

function requirementsOf(owners: Reading, own: Reading, owner: OwnersRepository | undefined): Requirements {
  const nothing: Requirements = { floor: undefined, problems: [], notes: [] };
  if (!owner) return nothing;
  const mustBe = owner.floor === 'required';
  switch (owners.outcome) {
    case 'none':
      return mustBe ? { ...nothing, problems: [noFloor(owner)] } : nothing;
    case 'read':
      return { ...nothing, floor: owners.file.floor, problems: mustBe && !owners.file.floor ? [noFloor(owner)] : [] };
    case 'broken':
      if (owners === own) return nothing;
      if (mustBe || own.outcome === 'none') return { ...nothing, problems: owners.problems };
      return { ...nothing, notes: owners.problems.map((problem) => noteOnFloor(problem, owner)) };
    default:
      return assertNever(owners);
  }
}

function noFloor({ name }: OwnersRepository): ConfigError {
  return new ConfigError(`the operator asks for what ${name} requires, and it says nothing`, {
    code: 'config/no-floor',
    remedy: `Give ${name} a ${CONFIGURATION_FILES[0]} with the key \`required\` on its default branch, and see that the App may read it.`,
  });
}

function noteOnFloor({ message, span }: TidewaiterError, { name }: OwnersRepository): string {
  const place = span ? `${span.source.file}:${startOf(span).line}: ` : '';
  return `What ${name} requires is not known, and does not hold: ${place}${message}.`;
}

/** A repository may take itself for its owner's. */
function strayFloor(own: Reading): readonly string[] {
  if (own.outcome !== 'read' || !own.file.floor) return [];
  const { file } = own.file.configuration;
  return [`${file}: "required" has no effect here: the bot reads it in the owner's repository \`.github\`.`];
}
