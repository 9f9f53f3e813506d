import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, sep } from 'node:path';
import { ConfigError } from '../errors/tidewaiter-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings on git's command line beat those of the repository. Each names something that the configuration of a
 * hostile repository could otherwise run, read or write while git only looks something up.
 */
const SAFE_SETTINGS = [
  'advice.graftFileDeprecated=false',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.untrackedCache=false',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.pager=cat',
  'core.askPass=',
  'core.sshCommand=false',
  'core.gitProxy=',
  'core.alternateRefsCommand=false',
  'core.useReplaceRefs=false',
  'credential.helper=',
  'diff.external=',
  'gc.auto=0',
  'gpg.program=false',
  'log.showSignature=false',
  'maintenance.auto=false',
  'protocol.allow=never',
  'safe.bareRepository=explicit',
  'submodule.recurse=false',
];

/** Options of `git` itself that come before every command. */
export const SAFE_OPTIONS: readonly string[] = [
  '--no-pager',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...SAFE_SETTINGS.flatMap((setting) => ['-c', setting]),
];

/** What of our own environment a child may see: where things are, no tokens, and none of git's own variables. */
const PASSED_ON = ['TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir', 'PATHEXT', 'LD_LIBRARY_PATH'];

/**
 * The environment of every git process: no system and user configuration, no prompts, no fetching of missing objects
 * by any protocol, no replaced or grafted history, messages in English. Only absolute folders outside of the checkout
 * stay on PATH.
 */
export function gitEnvironment(environment: Environment, checkout: string): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(passed),
    PATH: trustedFolders(environment, checkout).join(delimiter),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
  };
}

/** What a fetch may do beside: speak one protocol, with settings that stand in no argument and in no file. */
export interface Network {
  readonly protocol: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** `GIT_ALLOW_PROTOCOL` beats the setting `protocol.allow`; git knows these settings since 2.31. */
export function networkEnvironment({ protocol, settings }: Network): Record<string, string> {
  const pairs = Object.entries(settings);
  return {
    GIT_ALLOW_PROTOCOL: protocol,
    GIT_CONFIG_COUNT: String(pairs.length),
    ...Object.fromEntries(
      pairs.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** The absolute path of git. A `git` inside the checkout, or in a relative folder on PATH, is never it. */
export function findGit(environment: Environment, checkout: string): string {
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  for (const folder of trustedFolders(environment, checkout)) {
    for (const name of names) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  throw new ConfigError('git was not found on PATH', {
    code: 'git/failed',
    remedy: 'Install git 2.25 or later, and have it on PATH outside of the repository that is judged.',
  });
}

/** The one place that reads this process's environment, for callers that hand none in. */
export function ownEnvironment(): Environment {
  return process.env;
}

function trustedFolders(environment: Environment, checkout: string): readonly string[] {
  // On Windows the variable is often spelt `Path`.
  const path = environment.PATH ?? environment.Path ?? '';
  return path.split(delimiter).filter((folder) => isAbsolute(folder) && !isInside(folder, checkout));
}

function isInside(folder: string, checkout: string): boolean {
  let real = folder;
  try {
    real = realpathSync(folder);
  } catch {
    // A folder that does not exist holds no program either.
  }
  return [folder, real].some(
    (path) => path === checkout || path.startsWith(checkout.endsWith(sep) ? checkout : checkout + sep),
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
