/** What was played, and what the runs did. */
export interface Tally {
  histories: number;
  runs: number;
  posted: number;
  edited: number;
  removed: number;
  minimised: number;
  requests: number;
}

export function emptyTally(): Tally {
  return { histories: 0, runs: 0, posted: 0, edited: 0, removed: 0, minimised: 0, requests: 0 };
}
