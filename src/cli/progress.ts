import type { Surroundings } from './command.ts';

/** A run that takes no longer than this shows nothing: most end before. */
const QUIET_MS = 300;

/**
 * Runs something that takes its time, with one line on a terminal's diagnostics that says what it is at. The line is gone before
 * anything else is written.
 */
export async function withProgress<Result>(
  { diagnostics, clock }: Surroundings,
  work: (step: (name: string) => void) => Promise<Result>,
): Promise<Result> {
  if (!diagnostics.isTerminal) return work(() => {});
  const started = clock();
  let current = '';
  let shown = false;
  const show = () => {
    shown = true;
    diagnostics.write(`\r\u001b[2K${current} …`);
  };
  // Reading waits, and lets the timer run; judging does not, but the step after it finds that the time is over.
  const timer = setTimeout(show, QUIET_MS);
  try {
    return await work((name) => {
      current = name;
      if (clock() - started >= QUIET_MS) show();
    });
  } finally {
    clearTimeout(timer);
    if (shown) diagnostics.write('\r\u001b[2K');
  }
}
