import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Instant } from '../model/engine.ts';
import type { Exemption } from '../model/exemption.ts';
import type { Files } from '../model/files.ts';
import { type Configuration, EXEMPTIONS_FILE } from './configuration.ts';
import { readExemptions } from './read-exemptions.ts';

export interface LoadedExemptions {
  readonly exemptions: readonly Exemption[];
  /** A file with an error excuses nothing. */
  readonly problems: readonly ConfigError[];
}

/** The exemptions of one revision. The usual file may be missing; one that the configuration names may not. */
export async function loadExemptions(
  files: Files,
  { exemptions: path }: Pick<Configuration, 'exemptions'>,
  now: Instant,
): Promise<LoadedExemptions> {
  const content = (await files.read([path])).get(path);
  if (content?.outcome === 'text') {
    const result = readExemptions(content.source, now);
    return result.outcome === 'read'
      ? { exemptions: result.exemptions, problems: [] }
      : { exemptions: [], problems: result.errors };
  }
  if (!content && path === EXEMPTIONS_FILE) return { exemptions: [], problems: [] };
  const problem = content
    ? new ConfigError(`the exemptions ${path} cannot be read: ${content.reason}`, {
        code: 'config/unreadable',
        remedy: 'They have to be a YAML file.',
      })
    : new ConfigError(`there are no exemptions ${path}, which the configuration names`, {
        code: 'config/no-such-file',
        remedy: 'Add the file to the base branch, or take `exemptions` out of the configuration.',
      });
  return { exemptions: [], problems: [problem] };
}
