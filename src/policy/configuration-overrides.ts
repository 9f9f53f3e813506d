import { didYouMean } from '../base/did-you-mean.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Profile } from '../model/target.ts';
import { type Configuration, FAIL_ON, MODES, MUTATION_LEVELS, ON_UNKNOWN, REPORT_SCOPES } from './configuration.ts';
import { type Settings, withSettings } from './settings.ts';

/** What flags, inputs of the Action and the environment can say instead of the file. */
export type ConfigurationOverrides = Pick<
  Settings,
  'report' | 'failOn' | 'onUnknown' | 'mode' | 'mutations' | 'kubernetes' | 'profile'
>;

export const PROFILES = ['cluster', 'kyverno-cli'] as const satisfies readonly Profile[];

/** The settings that one word can override: the flag's and input's name, and what it allows. */
export const OVERRIDE_WORDS = {
  report: REPORT_SCOPES,
  'fail-on': FAIL_ON,
  'on-unknown': ON_UNKNOWN,
  mode: MODES,
  mutations: MUTATION_LEVELS,
  profile: PROFILES,
} as const;

export type OverrideName = keyof typeof OVERRIDE_WORDS | 'kubernetes';
export const OVERRIDE_NAMES: readonly OverrideName[] = [
  'report',
  'fail-on',
  'on-unknown',
  'mode',
  'mutations',
  'kubernetes',
  'profile',
];

/** The configuration with the layers' settings in place of its own, the last layer strongest. */
export function withOverrides(
  configuration: Configuration,
  ...layers: readonly ConfigurationOverrides[]
): Configuration {
  return layers.reduce(withSettings, configuration);
}

/** Two layers as one, the second stronger. */
export function withStronger(weaker: ConfigurationOverrides, stronger: ConfigurationOverrides): ConfigurationOverrides {
  return { ...weaker, ...stronger };
}

/**
 * Reads settings given as text, by their names in the configuration file. `describe` names the place to whoever gave them,
 * such as `--fail-on` or `TIDEWAITER_FAIL_ON`. Throws a ConfigError for a word that the setting does not know.
 */
export function parseOverrides(
  given: { readonly [name in OverrideName]?: string | undefined },
  describe: (name: OverrideName) => string,
): ConfigurationOverrides {
  const word = <Name extends keyof typeof OVERRIDE_WORDS>(name: Name) => {
    const text = given[name];
    return text === undefined
      ? undefined
      : oneOf<(typeof OVERRIDE_WORDS)[Name][number]>(text, OVERRIDE_WORDS[name], describe(name));
  };
  const overrides = {
    report: word('report'),
    failOn: word('fail-on'),
    onUnknown: word('on-unknown'),
    mode: word('mode'),
    mutations: word('mutations'),
    profile: word('profile'),
    kubernetes: kubernetesVersion(given.kubernetes, describe('kubernetes')),
  };
  return withoutUndefined(overrides);
}

/** The settings in `TIDEWAITER_*` variables, and the variables that look misspelt. Empty variables count as unset. */
export function overridesFromEnvironment(environment: { readonly [name: string]: string | undefined }): {
  readonly overrides: ConfigurationOverrides;
  readonly misspelt: readonly { readonly variable: string; readonly meant: string }[];
} {
  const given: { [name in OverrideName]?: string | undefined } = {};
  for (const name of OVERRIDE_NAMES) given[name] = environment[variableOf(name)] || undefined;
  const known = OVERRIDE_NAMES.map(variableOf);
  const misspelt = Object.keys(environment)
    .filter((variable) => variable.startsWith('TIDEWAITER_') && !known.includes(variable))
    .flatMap((variable) => {
      const meant = didYouMean(
        variable.slice('TIDEWAITER_'.length),
        known.map((name) => name.slice('TIDEWAITER_'.length)),
      );
      return meant === undefined ? [] : [{ variable, meant: `TIDEWAITER_${meant}` }];
    });
  return { overrides: parseOverrides(given, variableOf), misspelt };
}

function variableOf(name: OverrideName): string {
  return `TIDEWAITER_${name.toUpperCase().replaceAll('-', '_')}`;
}

function oneOf<Word extends string>(text: string, words: readonly Word[], place: string): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const meant = didYouMean(text, words);
  throw new ConfigError(`${place} is "${text}", which is none of ${words.join(', ')}`, {
    code: 'config/invalid-value',
    remedy: meant === undefined ? `Use one of ${words.join(', ')}.` : `Did you mean "${meant}"?`,
  });
}

function kubernetesVersion(text: string | undefined, place: string): string | undefined {
  if (text === undefined || /^1\.\d+$/.test(text)) return text;
  throw new ConfigError(`${place} is "${text}", which is no minor version of Kubernetes`, {
    code: 'config/invalid-value',
    remedy: 'Write it like 1.34.',
  });
}
