import { isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import { formatPath, type Path } from '../base/path.ts';
import { valueAt } from '../base/value-at.ts';
import type { Span } from '../text/span.ts';
import type { YamlDocument } from '../yaml/parse-yaml.ts';
import { type Configuration, DEFAULT_CONFIGURATION, type LevelSetting, type PolicyReference } from './configuration.ts';
import { readKeys, spanOfKey } from './read-keys.ts';
import { type Refusal, writeSetting } from './refusal.ts';
import { SETTING_PATHS, type SettingKey, type Settings, settingsOf, withSettings } from './settings.ts';
import { tighten } from './tighten.ts';

/** What an owner requires of every repository of theirs: one may make it stricter, and none weaker. */
export interface Floor {
  readonly settings: Settings;
  /** They judge in addition to the repository's own. */
  readonly policies: readonly PolicyReference[];
  readonly levels: readonly LevelSetting[];
  readonly exemptions: ExemptionRules;
  /** Where a key is written, or else what is nearest around it. */
  placeOf(key: SettingKey | 'exemptions'): Span;
}

/** What the exemptions of a repository have to keep to. */
export type ExemptionRules =
  | { readonly kind: 'none' }
  | { readonly kind: 'some'; readonly maxDays: number; readonly isApproved: boolean };

/** Reads the part of a configuration that is marked as required; undefined where there is none. */
export function readFloor(document: YamlDocument): Floor | undefined {
  const root = valueAt(document.value, ['required']);
  if (!isObject(root)) return undefined;
  const { settings, policies, levels } = readKeys(document, ['required']);
  return {
    settings: withWholeFilter(settings),
    policies: policies ?? [],
    levels,
    exemptions: exemptionRules(root.exemptions),
    placeOf(key) {
      const path: Path = key === 'exemptions' ? ['exemptions'] : SETTING_PATHS[key];
      return spanOfKey(document, ['required', ...path]);
    },
  };
}

/** A filter that says only what to include would hold nobody back from excluding all of that, and the other way round. */
function withWholeFilter(settings: Settings): Settings {
  if (settings.include === undefined && settings.exclude === undefined) return settings;
  return { ...DEFAULT_CONFIGURATION.manifests, ...settings };
}

/** The schema has judged the shape. */
function exemptionRules(value: JsonValue | undefined): ExemptionRules {
  if (value === 'none') return { kind: 'none' };
  const rules: JsonObject = isObject(value) ? value : {};
  const maxDays = rules['max-days'];
  return {
    kind: 'some',
    maxDays: typeof maxDays === 'number' ? maxDays : Number.POSITIVE_INFINITY,
    isApproved: rules['approved-by'] === true,
  };
}

/**
 * A repository's configuration, made as strict as its owner requires.
 * @param placeOf where the repository's file says something about a key: what it does not speak of is raised without a word
 */
export function holdToFloor(
  configuration: Configuration,
  floor: Floor,
  placeOf: (key: SettingKey) => Span | undefined,
): { readonly configuration: Configuration; readonly refused: readonly Refusal[] } {
  const { settings, refused } = tighten(floor.settings, settingsOf(configuration));
  return {
    configuration: withSettings(configuration, settings),
    refused: refused.flatMap((setting) => {
      const at = placeOf(setting.key);
      if (!at) return [];
      const required = writeSetting(setting.floor);
      const asked = `${formatPath(SETTING_PATHS[setting.key])}: ${writeSetting(setting.asked)}`;
      return [{ asked, at, required, requiredAt: floor.placeOf(setting.key) }];
    }),
  };
}
