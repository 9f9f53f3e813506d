import { TidewaiterError } from '../errors/tidewaiter-error.ts';
import { startOf } from '../text/position.ts';
import { visible } from '../text/visible.ts';
import { wantsColour } from './colours.ts';
import type { Surroundings } from './command.ts';

/** An error as the diagnostics tell it: what, where, and what to do. Whatever is no error of ours is a crash, and says so. */
export function describeError(error: unknown, { diagnostics, environment }: Surroundings): string {
  const red = (text: string) => (wantsColour(diagnostics, environment) ? `\u001b[31m${text}\u001b[39m` : text);
  if (!(error instanceof TidewaiterError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${red('error:')} Tidewaiter crashed, and nothing was judged. Please report this:\n${visible(stack, { keepLines: true })}\n`;
  }
  const { span, message, remedy, code } = error;
  const place = span ? `${span.source.file}:${startOf(span).line}:${startOf(span).column}: ` : '';
  const lines = [`${red('error:')} ${visible(place + message, { keepLines: true })} (${code})`];
  if (remedy !== undefined) lines.push(`  → ${visible(remedy, { keepLines: true })}`);
  return `${lines.join('\n')}\n`;
}
