import { findTokens } from '../../src/base/find-tokens.ts';
import { TidewaiterError } from '../../src/errors/tidewaiter-error.ts';
import { visible } from '../../src/text/visible.ts';
import { LOG_LEVELS, type LogLevel } from '../settings/read-settings.ts';

/** What a line of the log may tell beside its message. There is nothing else: no payload, no manifest, no text that people wrote. */
export interface LogFields {
  readonly delivery?: string | undefined;
  readonly event?: string | undefined;
  readonly action?: string | undefined;
  readonly installation?: number | undefined;
  readonly repository?: string | undefined;
  readonly number?: number | undefined;
  readonly headSha?: string | undefined;
  readonly job?: string | undefined;
  readonly jobs?: number | undefined;
  readonly outcome?: string | undefined;
  readonly reason?: string | undefined;
  readonly milliseconds?: number | undefined;
  readonly address?: string | undefined;
  readonly internalAddress?: string | undefined;
  readonly role?: string | undefined;
  readonly version?: string | undefined;
  readonly error?: unknown;
}

export type Log = { readonly [level in LogLevel]: (message: string, fields?: LogFields) => void };

export interface LogOptions {
  readonly level: LogLevel;
  readonly now: () => Date;
  /** Takes a line. */
  readonly write: (line: string) => void;
}

/** A log of one JSON object a line. Whatever has the form of a credential is masked in it. */
export function openLog({ level, now, write }: LogOptions): Log {
  const least = LOG_LEVELS.indexOf(level);
  const at =
    (each: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(each) < least) return;
      write(
        `${JSON.stringify({ time: now().toISOString(), level: each, message: clean(message), ...cleanFields(fields) })}\n`,
      );
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

const FIELDS: readonly (keyof LogFields)[] = [
  'delivery',
  'event',
  'action',
  'installation',
  'repository',
  'number',
  'headSha',
  'job',
  'jobs',
  'outcome',
  'reason',
  'milliseconds',
  'address',
  'internalAddress',
  'role',
  'version',
];

/** Field by field: what a caller hands over beside them (an object may have more than its type says) is left out. */
function cleanFields(fields: LogFields): object {
  const known = FIELDS.map((name) => [name, fields[name]] as const).filter(([, value]) => value !== undefined);
  const cleaned = known.map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value]);
  return {
    ...Object.fromEntries(cleaned),
    ...(fields.error === undefined ? {} : { error: describeError(fields.error) }),
  };
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: clean(String(error)) };
  const message = clean(error.message);
  if (error instanceof TidewaiterError) return { code: error.code, message, remedy: clean(error.remedy ?? '') };
  // Where it was thrown is for us: an error without a code is a defect.
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { name: error.name, message, stack: frames.slice(0, 12).map((frame) => clean(frame.trim())) };
}

const LONGEST = 2000;

function clean(text: string): string {
  const shown = visible(text.slice(0, LONGEST));
  const ranges = findTokens(shown);
  return ranges
    .toReversed()
    .reduce((masked, { start, end }) => `${masked.slice(0, start)}***${masked.slice(end)}`, shown);
}
