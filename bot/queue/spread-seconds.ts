/** So many pull requests of an installation at once, and as many each minute after: hundreds take little of what GitHub allows it. */
const AT_ONCE = 10;
const PAUSE_SECONDS = 60;

/** How long one of many jobs that nobody waits for has to wait: `index` come before it. */
export function spreadSeconds(index: number): number {
  return Math.floor(index / AT_ONCE) * PAUSE_SECONDS;
}
