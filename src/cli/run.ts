import { didYouMean } from '../base/did-you-mean.ts';
import { visible } from '../text/visible.ts';
import { usage } from './arguments.ts';
import type { Command, ExitCode, Surroundings } from './command.ts';
import { describeError } from './describe-error.ts';

/** Each command is loaded when it is called. */
const COMMANDS: { readonly [name: string]: { readonly summary: string; load(): Promise<Command> } } = {
  check: {
    summary: 'judge manifests as the cluster would: findings, suggestions, a decision',
    load: async () => (await import('./check-command.ts')).checkCommand,
  },
  fix: {
    summary: 'write the proven suggestions to the working tree',
    load: async () => (await import('./fix-command.ts')).fixCommand,
  },
  explain: {
    summary: 'show step by step why a rule matched, skipped or failed',
    load: async () => (await import('./explain-command.ts')).explainCommand,
  },
  test: {
    summary: 'run test suites of policies (kyverno-test.yaml)',
    load: async () => (await import('./test-command.ts')).testCommand,
  },
  init: {
    summary: 'write a configuration and a workflow that fit this repository',
    load: async () => (await import('./init-command.ts')).initCommand,
  },
};

const HELP = `Tidewaiter: admission control for pull requests.

Usage: tidewaiter COMMAND [OPTIONS]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

  --help     also for a command: tidewaiter check --help
  --version

Try it on the manifests of this folder:  tidewaiter check
On what a branch changes:                tidewaiter check --base main

Exit codes: 0 nothing blocks, 1 blocking findings, 2 could not judge.
`;

/** Runs the command that the arguments name. Whatever goes wrong is told on the diagnostics, and the exit code is 2. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  try {
    return await dispatch(args, surroundings);
  } catch (error) {
    surroundings.diagnostics.write(describeError(error, surroundings));
    return 2;
  }
}

async function dispatch(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { output, diagnostics, version } = surroundings;
  const [name, ...rest] = args;
  if (name === '--version' || name === '-V') {
    output.write(`tidewaiter ${version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    output.write(HELP);
    return 0;
  }
  if (name === undefined) {
    diagnostics.write(HELP);
    return 2;
  }
  if (name === 'help') return dispatch([...rest.slice(0, 1), '--help'], surroundings);
  const command = await loadCommand(name);
  const optionsEnd = rest.indexOf('--');
  const options = optionsEnd < 0 ? rest : rest.slice(0, optionsEnd);
  if (options.includes('--help') || options.includes('-h')) {
    output.write(command.help);
    return 0;
  }
  return command.run(rest, surroundings);
}

async function loadCommand(name: string): Promise<Command> {
  const known = Object.keys(COMMANDS);
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry) return entry.load();
  const meant = didYouMean(name, known);
  throw usage(
    `there is no command "${visible(name)}"`,
    meant === undefined ? `Commands: ${known.join(', ')}.` : `Did you mean "tidewaiter ${meant}"?`,
  );
}
