import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface CliRun {
  /** null when it had to be killed. */
  readonly exitCode: number | null;
  readonly output: string;
  readonly diagnostics: string;
  readonly milliseconds: number;
}

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** More time and memory than any input may cost: what is not bounded is killed, and its test fails. */
const KILLED_AFTER_MS = 20_000;
const MEMORY_MEGABYTES = 1_000;

/** Runs the command line in a process of its own, which can be killed when an input runs away with it. */
export function runCli(folder: string, ...args: readonly string[]): CliRun {
  const started = performance.now();
  const result = spawnSync(process.execPath, [`--max-old-space-size=${MEMORY_MEGABYTES}`, MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR },
    timeout: KILLED_AFTER_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 200_000_000,
    encoding: 'utf8',
  });
  return {
    exitCode: result.status,
    output: result.stdout,
    diagnostics: result.stderr,
    milliseconds: performance.now() - started,
  };
}
