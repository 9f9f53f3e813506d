import { ANSI_PALETTE, type Palette, PLAIN_PALETTE } from '../report/palette.ts';
import type { OutputStream, Surroundings } from './command.ts';

/** Colours only on a terminal and never under NO_COLOR (no-color.org); FORCE_COLOR stands in for the terminal. */
export function wantsColour(stream: OutputStream, environment: Surroundings['environment']): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTerminal && TERM !== 'dumb';
}

export function choosePalette(
  stream: OutputStream,
  environment: Surroundings['environment'],
  noColour: boolean,
): Palette {
  return !noColour && wantsColour(stream, environment) ? ANSI_PALETTE : PLAIN_PALETTE;
}

/** Prose is hard to read in longer lines than these; where nobody tells how wide the terminal is (0 says that, too), they are these. */
export function chooseWidth(stream: OutputStream): number {
  return Math.min(120, Math.max(40, stream.width || 100));
}
