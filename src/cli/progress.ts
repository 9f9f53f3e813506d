import type { Surroundings } from './command.ts';

/** A run that takes no longer than this shows nothing: most end before. Judging is synchronous, so only the start of a step can speak. */
const QUIET_MS = 150;

export interface Progress {
  step(name: string): void;
  /** Takes the line back, before anything else is written. */
  end(): void;
}

/** One line on a terminal's diagnostics that says what a long run is doing. */
export function createProgress({ diagnostics, clock }: Surroundings): Progress {
  const started = clock();
  let shown = false;
  return {
    step(name) {
      if (!diagnostics.isTerminal || clock() - started < QUIET_MS) return;
      shown = true;
      diagnostics.write(`\r\u001b[2K${name} …`);
    },
    end() {
      if (shown) diagnostics.write('\r\u001b[2K');
      shown = false;
    },
  };
}
