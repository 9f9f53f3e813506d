import type { ErrorCode } from '../errors/codes.ts';
import type { Problem } from '../text/span.ts';

export type YamlErrorCode = Extract<ErrorCode, `yaml/${string}`>;
export type YamlProblem = Problem<YamlErrorCode>;

/** A problem before it is known which source it is in: offsets into the text that was handed over. */
export interface FoundProblem {
  readonly code: YamlErrorCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Ends the reading of a document. It never leaves this folder. */
export class YamlStop extends Error {
  readonly problem: FoundProblem;

  constructor(problem: FoundProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function tooDeep(start: number, end: number, depth: number): FoundProblem {
  const message = `the document nests lists and maps more than ${depth} deep; nothing that Kubernetes stores is nested like this`;
  return { code: 'yaml/too-deep', message, start, end };
}
