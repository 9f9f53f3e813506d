import type { Patience } from '../src/github/patience.ts';
import type { InputName } from './inputs.ts';

/** What the Action sees of the runner around it. */
export interface Runner {
  readonly version: string;
  readonly environment: { readonly [name: string]: string | undefined };
  input(name: InputName): string;
  output(name: OutputName, value: string): void;
  /** What the log shows only where somebody has asked for it. */
  debug(line: string): void;
  /** Lines of the job's log. */
  write(text: string): void;
  annotate(annotation: RunnerAnnotation): void;
  summarise(markdown: string): Promise<void>;
  /** How long GitHub is waited for. */
  readonly patience: Patience;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds, only going up. */
  clock(): number;
}

export interface RunnerAnnotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly file?: string | undefined;
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
  readonly startColumn?: number | undefined;
}

/** Every output of action.yml, in its order; a test compares the two. */
export const OUTPUT_NAMES = [
  'conclusion',
  'violations',
  'new-violations',
  'blocking',
  'unknown',
  'not-judged',
  'suggestions',
  'sarif-file',
  'report-file',
  'comment-url',
] as const;

export type OutputName = (typeof OUTPUT_NAMES)[number];
