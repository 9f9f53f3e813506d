import {
  type Configuration,
  FAIL_ON,
  LEVELS,
  type LevelSetting,
  MODES,
  MUTATION_LEVELS,
  ON_UNKNOWN,
  REPORT_SCOPES,
} from './configuration.ts';
import type { ConfigurationOverrides } from './configuration-overrides.ts';

export interface Tightened {
  readonly configuration: Configuration;
  /** What was asked for and would have loosened something: it has no effect, and the review says so. */
  readonly refused: readonly string[];
}

/**
 * The configuration with what an input asks for, as far as that is stricter. The workflow file of a pull request is the pull
 * request's own, so its inputs may ask for more than the base branch does, and never for less. What has no order of strictness
 * (the Kubernetes version, the profile) stays as the base branch has it.
 */
export function tighten(configuration: Configuration, asked: ConfigurationOverrides): Tightened {
  const refused: string[] = [];
  const stricter = <Word extends string>(
    name: string,
    order: readonly Word[],
    current: Word,
    wanted: Word | undefined,
  ): Word => {
    if (wanted === undefined || order.indexOf(wanted) === order.indexOf(current)) return current;
    if (order.indexOf(wanted) > order.indexOf(current)) return wanted;
    refused.push(`${name}: ${wanted} (the base branch says ${current})`);
    return current;
  };
  const fixed = <Value extends string>(name: string, current: Value, wanted: Value | undefined): Value => {
    if (wanted !== undefined && wanted !== current)
      refused.push(`${name}: ${wanted} (the base branch says ${current})`);
    return current;
  };
  const levels = tightenLevels(configuration.levels, asked.levels ?? [], refused);
  return {
    configuration: {
      ...configuration,
      mode: stricter('mode', MODES, configuration.mode, asked.mode),
      failOn: stricter('fail-on', FAIL_ON, configuration.failOn, asked.failOn),
      report: stricter('report', REPORT_SCOPES, configuration.report, asked.report),
      onUnknown: stricter('on-unknown', ON_UNKNOWN, configuration.onUnknown, asked.onUnknown),
      mutations: stricter('mutations', MUTATION_LEVELS, configuration.mutations, asked.mutations),
      kubernetes: fixed('kubernetes', configuration.kubernetes, asked.kubernetes),
      profile: fixed('profile', configuration.profile, asked.profile),
      levels,
    },
    refused,
  };
}

/** A level that the base does not set could be below the policy's own, which is not known here: only `enforce` is surely no less. */
function tightenLevels(
  current: readonly LevelSetting[],
  asked: readonly LevelSetting[],
  refused: string[],
): readonly LevelSetting[] {
  const levels = new Map(current.map((setting) => [setting.name, setting]));
  for (const setting of asked) {
    const known = levels.get(setting.name);
    const isStricter = known
      ? LEVELS.indexOf(setting.level) >= LEVELS.indexOf(known.level)
      : setting.level === 'enforce';
    if (isStricter) levels.set(setting.name, setting);
    else refused.push(`levels: ${setting.name}: ${setting.level} (the base branch says ${known?.level ?? 'nothing'})`);
  }
  return [...levels.values()];
}
