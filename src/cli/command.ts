/** 0: clean, 1: blocking findings, 2: could not judge. */
export type ExitCode = 0 | 1 | 2;

/** What a command sees of the world around it, so that it can be run without a process of its own. */
export interface Surroundings {
  readonly version: string;
  /** The current folder. */
  readonly folder: string;
  readonly environment: { readonly [name: string]: string | undefined };
  /** Findings, and whatever else was asked for. */
  readonly output: OutputStream;
  /** Diagnostics and progress. */
  readonly diagnostics: OutputStream;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** When whoever started the command has had enough of it (Ctrl-C). Until it is called, that ends the process. */
  untilInterrupted(): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds, only going up. */
  clock(): number;
}

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Columns; undefined where it is no terminal. */
  readonly width: number | undefined;
  write(text: string): void;
}

export interface Command {
  readonly summary: string;
  readonly help: string;
  /** Throws a TidewaiterError for what makes it impossible; whoever runs it prints that and exits with 2. */
  run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode>;
}
