import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import { visible } from '../text/visible.ts';
import {
  type Environment,
  findGit,
  gitEnvironment,
  type Network,
  networkEnvironment,
  SAFE_OPTIONS,
} from './git-environment.ts';

/** The `git` binary, aimed at one repository, with everything off that a hostile repository could use to run something. */
export interface Git {
  /** Runs a command to its end. An exit code that is not expected throws a ConfigError with git's own words. */
  run(command: readonly string[], options?: RunOptions): Promise<GitOutput>;
  /** Starts a command that is talked to. */
  start(command: readonly string[]): ChildProcessWithoutNullStreams;
}

export interface RunOptions {
  /** Beside 0. */
  readonly expectedExitCodes?: readonly number[];
  /** Two minutes where it is not said. */
  readonly timeoutMs?: number;
  /** Stops it; the error has the reason's words. */
  readonly signal?: AbortSignal;
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
}

export interface GitPlace {
  /** Where git runs. */
  readonly folder: string;
  /** Undefined for a command that needs no repository. */
  readonly gitDirectory?: string;
  readonly workTree?: string;
  /** Nothing from below this folder is run. */
  readonly untrusted: string;
  /** Only for a fetch: else git speaks to nobody. */
  readonly network?: Network;
}

const TIMEOUT_MS = 120_000;
const GRACE_MS = 5_000;
const MAX_OUTPUT_BYTES = 1_000_000_000;

/** Opens git for a place. The repository is named outright, so git neither searches for one nor asks who owns it. */
export function openGit(place: GitPlace, environment: Environment): Git {
  const binary = findGit(environment, place.untrusted);
  const options = [
    ...SAFE_OPTIONS,
    ...(place.gitDirectory === undefined ? [] : [`--git-dir=${place.gitDirectory}`]),
    ...(place.workTree === undefined ? [] : [`--work-tree=${place.workTree}`]),
  ];
  const env = {
    ...gitEnvironment(environment, place.untrusted),
    ...(place.gitDirectory === undefined ? { GIT_CEILING_DIRECTORIES: place.folder } : {}),
    ...(place.network === undefined ? {} : networkEnvironment(place.network)),
  };
  const start = (command: readonly string[]) =>
    spawn(binary, [...options, ...command], { cwd: place.folder, env, stdio: 'pipe', windowsHide: true });
  return { start, run: (command, runOptions = {}) => runToEnd(start(command), command, runOptions) };
}

function runToEnd(
  child: ChildProcessWithoutNullStreams,
  command: readonly string[],
  { expectedExitCodes = [], timeoutMs = TIMEOUT_MS, signal }: RunOptions,
): Promise<GitOutput> {
  const stdout: Buffer[] = [];
  let stderr = '';
  let size = 0;
  let stopped: string | undefined;
  const stop = (reason: string) => {
    stopped = reason;
    // Asked to end, git ends its helpers as well; killed, it leaves them.
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  const timer = setTimeout(() => stop(`it took longer than ${timeoutMs / 1000} seconds`), timeoutMs);
  const abort = () => stop(wordsOfReason(signal?.reason));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  const settle = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  };
  child.stdin.end();
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT_BYTES) stop(`it printed more than ${MAX_OUTPUT_BYTES} bytes`);
    else stdout.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < 10_000) stderr += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => {
      settle();
      reject(gitFailed(command, cause.message, cause));
    });
    child.on('close', (exitCode) => {
      settle();
      if (stopped !== undefined) reject(gitFailed(command, stopped));
      else if (exitCode === 0 || (exitCode !== null && expectedExitCodes.includes(exitCode))) {
        resolve({ exitCode, stdout: Buffer.concat(stdout) });
      } else reject(gitFailed(command, stderr));
    });
  });
}

function wordsOfReason(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** git's own words, as an error: what was asked, what it said, and what is most often the cure. */
export function gitFailed(command: readonly string[], words: string, cause?: unknown): ConfigError {
  const lines = words.trim().split('\n');
  const fatal = lines.filter((line) => /^(fatal|error): /.test(line)).map((line) => line.replace(/^\w+: /, ''));
  const said = visible((fatal.length > 0 ? fatal : lines).join('; '));
  return new ConfigError(`git ${command[0] ?? ''} failed: ${said === '' ? 'it said nothing' : said}`, {
    code: 'git/failed',
    remedy: lacksPromisedObject(words)
      ? 'This is a partial clone, and nothing is fetched while judging. Clone it in full, or fetch the rest first: `git fetch --refetch --no-filter origin`.'
      : 'Check the repository with `git fsck` and `git status`.',
    cause,
  });
}

/** Whether git stopped because a partial clone lacks an object, which it may not fetch now. */
export function lacksPromisedObject(words: string): boolean {
  return words.includes('promisor remote');
}
