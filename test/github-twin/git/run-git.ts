import { spawnSync } from 'node:child_process';

/** Nothing of the machine's own settings, nor of its credentials. */
export const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
};

const MAX_OUTPUT_BYTES = 500_000_000;

/**
 * Runs git to its end and gives what it printed. It blocks: what the twin does between a request and its answer happens at
 * once, so that requests side by side never see half a change.
 */
export function runGit(
  gitDirectory: string,
  command: readonly string[],
  allowedExitCodes: readonly number[] = [],
): GitOutput {
  const settings = ['-c', 'core.quotePath=false', '-c', 'gc.auto=0'];
  const { status, stdout, stderr, error } = spawnSync('git', [`--git-dir=${gitDirectory}`, ...settings, ...command], {
    env: GIT_ENVIRONMENT,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  if (error !== undefined) throw error;
  if (status !== 0 && !allowedExitCodes.includes(status ?? -1)) {
    throw new Error(`git ${command.join(' ')} ended with ${status}: ${stderr.toString('utf8')}`);
  }
  return { exitCode: status ?? -1, stdout };
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
}
