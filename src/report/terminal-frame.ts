import type { CodeFrameLine } from '../text/code-frame.ts';
import type { Palette } from './palette.ts';
import { textWidth } from './text-width.ts';

const GUTTER = 2;

export interface FrameOptions {
  readonly width: number;
  readonly palette: Palette;
  readonly mark: (text: string) => string;
  /** A few words beside the carets. */
  readonly label?: string | undefined;
}

/** A code frame for a terminal: `> ` before what is marked, and carets under it where it lies on one line. */
export function terminalFrame(
  frame: readonly CodeFrameLine[],
  { width, palette, mark, label }: FrameOptions,
): readonly string[] {
  const digits = String(frame.at(-1)?.number ?? 0).length;
  const room = Math.max(20, width - GUTTER - digits - 3);
  const single = frame.filter((line) => line.marked).length === 1;
  return frame.flatMap((line) => {
    const number = String(line.number).padStart(digits);
    const { text, start, end } = cutToFit(line, room);
    if (!line.marked) return [`${' '.repeat(GUTTER)}${palette.dim(`${number} │`)} ${palette.dim(text)}`.trimEnd()];
    const written = `${mark('>')} ${palette.dim(`${number} │`)} ${text}`;
    if (!single) return [written];
    const indentation = ' '.repeat(textWidth(text.slice(0, start)));
    const carets = '^'.repeat(Math.max(1, textWidth(text.slice(start, end))));
    return [
      written,
      `${' '.repeat(GUTTER + digits)} ${palette.dim('│')} ${indentation}${mark(label === undefined ? carets : `${carets} ${label}`)}`,
    ];
  });
}

/** Long lines are cut so that what is marked stays in sight. Offsets from 0, the end exclusive. */
function cutToFit({ text, marked }: CodeFrameLine, room: number) {
  const clean = text.replaceAll('\t', ' ');
  const start = (marked?.start ?? 1) - 1;
  const end = Math.max(start, (marked?.end ?? 1) - 1);
  if (clean.length <= room) return { text: clean, start, end };
  const from = end <= room - 1 ? 0 : Math.max(0, Math.min(start - Math.floor(room / 4), clean.length - room + 1));
  const to = Math.min(clean.length, from + room - (from > 0 ? 1 : 0) - 1);
  const cut = `${from > 0 ? '…' : ''}${clean.slice(from, to)}${to < clean.length ? '…' : ''}`;
  const shift = from > 0 ? 1 - from : 0;
  return { text: cut, start: start + shift, end: Math.min(end + shift, cut.length) };
}
