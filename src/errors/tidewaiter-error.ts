import type { Span } from '../text/span.ts';
import type { ErrorCode } from './codes.ts';

export interface ErrorDetails {
  readonly code: ErrorCode;
  readonly span?: Span | undefined;
  /** What to do about it: a sentence to the person whose class this is. */
  readonly remedy?: string | undefined;
  readonly cause?: unknown;
}

/** An error names the thing, the place and the remedy. The subclasses say who has to act; match on `code` only. */
export abstract class TidewaiterError extends Error {
  readonly code: ErrorCode;
  readonly span: Span | undefined;
  readonly remedy: string | undefined;

  constructor(message: string, { code, span, remedy, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.span = span;
    this.remedy = remedy;
  }
}

/** The repository owner has to act: configuration, command line, checkout. */
export class ConfigError extends TidewaiterError {}
/** The policy's author has to act. */
export class PolicyError extends TidewaiterError {}
/** The pull request's author has to act. */
export class ManifestError extends TidewaiterError {}
/** The operator has to act: GitHub, permissions, network. */
export class GitHubError extends TidewaiterError {}
/** We have to act: a defect of Tidewaiter. */
export class EngineError extends TidewaiterError {}
