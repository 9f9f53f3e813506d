import { assertNever } from '../base/assert-never.ts';
import type { Level } from '../model/verdict.ts';
import type { Palette } from './palette.ts';

export const LEVEL_SIGNS = { enforce: '✖', warn: '▲', audit: '●' } as const;

/** How a terminal tells the levels apart. */
export function levelStyle(level: Level, palette: Palette): (text: string) => string {
  switch (level) {
    case 'enforce':
      return palette.red;
    case 'warn':
      return palette.yellow;
    case 'audit':
      return palette.blue;
    default:
      return assertNever(level);
  }
}
