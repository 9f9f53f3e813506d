import { deepEqual } from '../base/deep-equal.ts';
import { SETTING_KEYS, type SettingKey, type Settings } from './settings.ts';
import { STRICTNESS } from './strictness.ts';

export interface Tightened {
  /** What holds: of a key that only one of the two speaks of, what that one says. */
  readonly settings: Settings;
  /** What was asked for and is weaker than the floor: it does not hold, and the review says so. */
  readonly refused: readonly RefusedSetting[];
}

export interface RefusedSetting {
  readonly key: SettingKey;
  readonly asked: Settings[SettingKey];
  readonly floor: Settings[SettingKey];
}

/**
 * What is asked for, as far as it is no weaker than the floor, key by key. The floor is what the base branch says where an input of a
 * workflow asks, for the workflow file of a pull request is the pull request's own; and it is what an owner requires where one of their
 * repositories asks.
 */
export function tighten(floor: Settings, asked: Settings): Tightened {
  let settings: Settings = { ...floor, ...asked };
  const refused: RefusedSetting[] = [];
  for (const key of SETTING_KEYS) {
    const pair = tightenKey(key, floor, asked);
    if (!pair) continue;
    settings = { ...settings, ...pair.held };
    if (pair.refused) refused.push(pair.refused);
  }
  return { settings, refused };
}

interface TightenedKey {
  readonly held: Settings;
  readonly refused?: RefusedSetting;
}

/** What comes of a key that both speak of. */
function tightenKey<Key extends SettingKey>(key: Key, floor: Settings, asked: Settings): TightenedKey | undefined {
  const least = floor[key];
  const wanted = asked[key];
  if (least === undefined || wanted === undefined) return undefined;
  const strictest = STRICTNESS[key].strictest(least, wanted);
  const held: Settings = { [key]: strictest };
  return deepEqual(strictest, wanted) ? { held } : { held, refused: { key, asked: wanted, floor: least } };
}
