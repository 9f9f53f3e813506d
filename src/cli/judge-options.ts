import { readFileSync } from 'node:fs';
import { join, normalize, resolve, sep } from 'node:path';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { JudgeInput } from '../pipeline.ts';
import type { PolicyReference } from '../policy/configuration.ts';
import {
  type ConfigurationOverrides,
  type OverrideName,
  overridesFromEnvironment,
  parseOverrides,
} from '../policy/configuration-overrides.ts';
import { bundledFiles } from '../repository/bundled-files.ts';
import { filesFromDisk } from '../repository/files-from-disk.ts';
import type { Source } from '../text/source.ts';
import { visible } from '../text/visible.ts';
import type { OptionTable, OptionValues } from './arguments.ts';
import type { Surroundings } from './command.ts';

/** The options of every command that judges. */
export const JUDGE_OPTIONS = {
  policy: {
    kind: 'list',
    short: 'p',
    value: 'PATH',
    help: 'policies instead of those of the repository: files, folders, or\nbundle:starter; may be given several times',
  },
  base: { kind: 'text', value: 'REV', help: 'judge what changes against this revision; without it, everything' },
  report: { kind: 'text', value: 'SCOPE', help: 'findings to show: new (the default), changed-files, all' },
  'fail-on': { kind: 'text', value: 'LEVEL', help: 'what blocks: enforce (the default), warn, any, none' },
  'on-unknown': { kind: 'text', value: 'ACTION', help: 'what only a live cluster can tell: warn (the default), block' },
  mode: { kind: 'text', value: 'MODE', help: 'gate (the default), observe (never blocks)' },
  mutations: {
    kind: 'text',
    value: 'LEVEL',
    help: 'what admission would change: warn (the default), enforce, audit, off',
  },
  kubernetes: { kind: 'text', value: 'VERSION', help: "the cluster's minor version, such as 1.34" },
  profile: {
    kind: 'text',
    value: 'PROFILE',
    help: 'cluster (the default), or kyverno-cli: as its command line judges',
  },
  author: {
    kind: 'text',
    value: 'LOGIN',
    help: 'whose change it is at GitHub: who that is to the cluster, `users` in\nthe configuration says',
  },
  config: { kind: 'text', value: 'FILE', help: 'a configuration instead of .github/tidewaiter.yml' },
} as const satisfies OptionTable;

export type JudgeOptions = OptionValues<typeof JUDGE_OPTIONS>;

/** What the options and the environment say about how to judge; `change` and `paths` are the command's. */
export type Instructions = Pick<
  JudgeInput,
  'overrides' | 'policies' | 'configuration' | 'author' | 'library' | 'now' | 'seed' | 'clock'
>;

export function readInstructions(options: JudgeOptions, surroundings: Surroundings): Instructions {
  const { environment, folder, diagnostics } = surroundings;
  const fromEnvironment = overridesFromEnvironment(environment);
  for (const { variable, meant } of fromEnvironment.misspelt) {
    diagnostics.write(`warning: ${visible(variable)} means nothing to Tidewaiter; did you mean ${meant}?\n`);
  }
  const overrides: readonly ConfigurationOverrides[] = [fromEnvironment.overrides, overridesFromOptions(options)];
  return {
    overrides,
    author: options.author,
    library: bundledFiles(),
    now: surroundings.now(),
    seed: 1,
    clock: surroundings.clock,
    ...(options.policy.length === 0 ? {} : { policies: readPolicies(options.policy, folder) }),
    ...(options.config === undefined ? {} : { configuration: readConfigurationFile(options.config, folder) }),
  };
}

function overridesFromOptions(options: JudgeOptions): ConfigurationOverrides {
  const { report, mode, mutations, kubernetes, profile } = options;
  const given: { [name in OverrideName]: string | undefined } = {
    report,
    mode,
    mutations,
    kubernetes,
    profile,
    'fail-on': options['fail-on'],
    'on-unknown': options['on-unknown'],
  };
  return parseOverrides(given, (name) => `--${name}`);
}

const BUNDLE = 'bundle:';

function readPolicies(given: readonly string[], folder: string): NonNullable<JudgeInput['policies']> {
  const paths = given.filter((each) => !each.startsWith(BUNDLE));
  const references = given.map(
    (each): PolicyReference =>
      each.startsWith(BUNDLE)
        ? { kind: 'bundle', name: each.slice(BUNDLE.length) }
        : { kind: 'path', path: pathOnDisk(each) },
  );
  return { files: filesFromDisk(paths, { folder, revision: 'disk' }), references };
}

/** The path under which `filesFromDisk` lists what was given. */
function pathOnDisk(path: string): string {
  return normalize(path)
    .split(sep)
    .join('/')
    .replace(/(?<=.)\/$/, '');
}

function readConfigurationFile(path: string, folder: string): Source {
  try {
    return { file: path, revision: 'disk', text: readFileSync(resolve(folder, path), 'utf8') };
  } catch (cause) {
    throw new ConfigError(`the configuration ${visible(path)} cannot be read`, {
      code: 'config/no-such-file',
      remedy: `It was looked for at ${visible(join(folder, path))}.`,
      cause,
    });
  }
}
