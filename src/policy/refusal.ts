import { startOf } from '../text/position.ts';
import type { Span } from '../text/span.ts';

/** Something weaker than what an owner requires: it has no effect, and the review names it. */
export interface Refusal {
  /** `fail-on: none`. */
  readonly asked: string;
  readonly at: Span;
  /** What is required there: `enforce`. */
  readonly required: string;
  readonly requiredAt: Span;
}

export function describeRefusal({ asked, at, required, requiredAt }: Refusal): string {
  return `${placeOf(at)} asks for ${asked}, and ${placeOf(requiredAt)} requires ${required}: what is required holds.`;
}

function placeOf(span: Span): string {
  return `${span.source.file}:${startOf(span).line}`;
}

/** A value of a configuration as one would write it there, cut where nobody would read on. */
export function writeSetting(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= MOST_OF_A_SETTING ? text : `${text.slice(0, MOST_OF_A_SETTING).toWellFormed()}…`;
}

const MOST_OF_A_SETTING = 120;
