import type { Review } from '../model/review.ts';
import type { Palette } from './palette.ts';

export interface ReportOptions {
  /** The version of Tidewaiter that made the review. */
  readonly version: string;
  /** Also what passed and what was skipped. */
  readonly showAll: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly palette: Palette;
}

/** A review as text of one format, complete with its last line break. */
export type Reporter = (review: Review, options: ReportOptions) => string;
