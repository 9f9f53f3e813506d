import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Instant } from '../model/engine.ts';
import type { Exemption } from '../model/exemption.ts';
import type { Files } from '../model/files.ts';
import { type Configuration, EXEMPTIONS_FILE } from './configuration.ts';
import type { Floor } from './floor.ts';
import { holdExemptions } from './hold-exemptions.ts';
import { readExemptions } from './read-exemptions.ts';
import type { Refusal } from './refusal.ts';

export interface LoadedExemptions {
  readonly exemptions: readonly Exemption[];
  /** Those that the owner does not allow. */
  readonly refused: readonly Refusal[];
  /** A file with an error excuses nothing. */
  readonly problems: readonly ConfigError[];
}

export interface ExemptionsInput {
  readonly configuration: Pick<Configuration, 'exemptions'>;
  /** What the owner requires of exemptions. */
  readonly floor?: Pick<Floor, 'exemptions' | 'placeOf'> | undefined;
  readonly now: Instant;
}

/** The exemptions of one revision. The usual file may be missing; one that the configuration names may not. */
export async function loadExemptions(
  files: Files,
  { configuration, floor, now }: ExemptionsInput,
): Promise<LoadedExemptions> {
  const path = configuration.exemptions;
  const content = (await files.read([path])).get(path);
  if (content?.outcome === 'text') {
    const result = readExemptions(content.source, now);
    if (result.outcome === 'invalid') return { ...NONE, problems: result.errors };
    const held = floor ? holdExemptions(result.exemptions, floor, now) : { exemptions: result.exemptions, refused: [] };
    return { ...held, problems: [] };
  }
  if (!content && path === EXEMPTIONS_FILE) return NONE;
  const problem = content
    ? new ConfigError(`the exemptions ${path} cannot be read: ${content.reason}`, {
        code: 'config/unreadable',
        remedy: 'They have to be a YAML file.',
      })
    : new ConfigError(`there are no exemptions ${path}, which the configuration names`, {
        code: 'config/no-such-file',
        remedy: 'Add the file to the base branch, or take `exemptions` out of the configuration.',
      });
  return { ...NONE, problems: [problem] };
}

const NONE: LoadedExemptions = { exemptions: [], refused: [], problems: [] };
