import { FAIL_ON, type KyvernoSettings, MODES, MUTATION_LEVELS, ON_UNKNOWN, REPORT_SCOPES } from './configuration.ts';
import type { SettingKey, Settings } from './settings.ts';

/** What makes one value of a key stricter than another. */
export interface Strictness<Value> {
  /** In words, for the documentation. */
  readonly order: string;
  /** What holds where one value is the floor and another is asked for: the latter, where that is no weaker. */
  strictest(floor: Value, asked: Value): Value;
}

function words<Word extends string>(weakestFirst: readonly Word[]): Strictness<Word> {
  return {
    order: weakestFirst.map((word) => `\`${word}\``).join(' < '),
    strictest: (floor, asked) => (weakestFirst.indexOf(asked) > weakestFirst.indexOf(floor) ? asked : floor),
  };
}

/** Neither of two values is the stricter one: which of them lets more through depends on the policies and the manifests. */
const FIXED = {
  order: 'fixed',
  strictest: <Value>(floor: Value): Value => floor,
};

/** Globs are compared as they are written: whether one takes in another is not worked out. */
const AT_LEAST: Strictness<readonly string[]> = {
  order: 'at least these',
  strictest: (floor, asked) =>
    asked.includes('**') ? asked : [...asked, ...floor.filter((glob) => !asked.includes(glob))],
};

const AT_MOST: Strictness<readonly string[]> = {
  order: 'at most these',
  strictest: (floor, asked) => asked.filter((glob) => floor.includes(glob)),
};

const FEWER_EXCEPTIONS: Strictness<KyvernoSettings['exceptions']> = {
  order: 'on < on in one namespace < off',
  strictest(floor, asked) {
    if (!asked.enabled || !floor.enabled) return asked.enabled ? floor : asked;
    return floor.namespace === '*' ? asked : floor;
  },
};

/** What a word stands for, only the repository and the chart know. */
const FEWER_FILTERS: Strictness<KyvernoSettings['resourceFilters']> = {
  order: 'at most these; a word is fixed',
  strictest: (floor, asked) =>
    typeof floor === 'string' || typeof asked === 'string' ? floor : AT_MOST.strictest(floor, asked),
};

/** The order of strictness of each key. */
export const STRICTNESS: { readonly [Key in SettingKey]: Strictness<NonNullable<Settings[Key]>> } = {
  include: AT_LEAST,
  exclude: AT_MOST,
  // A rule may be about one version alone.
  kubernetes: FIXED,
  report: words(REPORT_SCOPES),
  failOn: words(FAIL_ON),
  onUnknown: words(ON_UNKNOWN),
  mode: words(MODES),
  // What a policy finds when it looks something up may as well excuse an object as accuse it.
  fixtures: FIXED,
  defaultNamespace: FIXED,
  clusters: FIXED,
  mutations: words(MUTATION_LEVELS),
  // A user may be one whom a policy lets pass.
  users: FIXED,
  kyvernoVersion: FIXED,
  kyvernoExceptions: FEWER_EXCEPTIONS,
  kyvernoResourceFilters: FEWER_FILTERS,
  // A lower limit makes more errors, and hides from look-ups what is larger.
  documentBytes: FIXED,
  depth: FIXED,
  profile: FIXED,
};
