import type { Source } from './source.ts';

/** A piece of a source: offsets, the end exclusive. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Something wrong with a text, where it is. Who reads the file decides whose error it is. */
export interface Problem<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly span: Span;
}
