import { assertNever } from '../base/assert-never.ts';
import type { Path } from '../base/path.ts';
import { validateConfiguration } from '../base/validators.generated.js';
import { valueAt } from '../base/value-at.ts';
import type { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import type { YamlDocument } from '../yaml/parse-yaml.ts';
import { type Configuration, DEFAULT_CONFIGURATION } from './configuration.ts';
import { type Floor, readFloor } from './floor.ts';
import { readKeys, spanOfKey } from './read-keys.ts';
import { readSettings } from './read-settings.ts';
import { SETTING_PATHS, type SettingKey, withSettings } from './settings.ts';

/** A configuration file that was read. */
export interface ConfigurationFile {
  readonly configuration: Configuration;
  /** What it requires of other repositories, where it says so. */
  readonly floor: Floor | undefined;
  /** Where a key is written; undefined for one that the file leaves out. */
  placeOf(key: SettingKey): Span | undefined;
}

export type ConfigurationResult =
  | ({ readonly outcome: 'read' } & ConfigurationFile)
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
    case 'empty': {
      const configuration = { ...DEFAULT_CONFIGURATION, file: source.file };
      return { outcome: 'read', configuration, floor: undefined, placeOf: () => undefined };
    }
    case 'read':
      return { outcome: 'read', ...readDocument(settings.document) };
    default:
      return assertNever(settings);
  }
}

function readDocument(document: YamlDocument): ConfigurationFile {
  const { settings, policies, levels } = readKeys(document, []);
  const exemptions = valueAt(document.value, ['exemptions']);
  return {
    configuration: {
      ...withSettings(DEFAULT_CONFIGURATION, settings),
      file: document.source.file,
      policies,
      levels,
      exemptions: typeof exemptions === 'string' ? exemptions : DEFAULT_CONFIGURATION.exemptions,
    },
    floor: readFloor(document),
    placeOf: (key) => placeIfThere(document, SETTING_PATHS[key]),
  };
}

function placeIfThere(document: YamlDocument, path: Path): Span | undefined {
  return valueAt(document.value, path) === undefined ? undefined : spanOfKey(document, path);
}
