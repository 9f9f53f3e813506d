import { assertNever } from '../base/assert-never.ts';
import { countOf } from '../base/count-of.ts';
import { isArray, type JsonValue } from '../base/json.ts';
import { daysBetween, utcDay, utcDayAfter } from '../base/utc-day.ts';
import { validateExemptions } from '../base/validators.generated.js';
import { valueAt } from '../base/value-at.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import type { Instant } from '../model/engine.ts';
import type { Exemption } from '../model/exemption.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import type { YamlDocument } from '../yaml/parse-yaml.ts';
import { readSettings } from './read-settings.ts';

export type ExemptionsResult =
  | { readonly outcome: 'read'; readonly exemptions: readonly Exemption[] }
  | { readonly outcome: 'invalid'; readonly errors: readonly ConfigError[] };

/** How many days ahead the end of an exemption may lie, where the file does not say. */
const DEFAULT_MAX_DAYS = 180;

/**
 * Reads a file of exemptions. What has run out is read as well, for its finding has to name whoever had exempted it. Every mistake is an
 * error with its place, and a file with one excuses nothing: nobody knows what else was meant otherwise.
 */
export function readExemptions(source: Source, now: Instant): ExemptionsResult {
  const settings = readSettings(source, { name: 'the exemptions file', validate: validateExemptions });
  switch (settings.outcome) {
    case 'invalid':
      return settings;
    case 'empty':
      return { outcome: 'read', exemptions: [] };
    case 'read': {
      const exemptions = readEntries(settings.document, settings.root);
      const errors = checkDates(settings.document, settings.root, now);
      return errors.length > 0 ? { outcome: 'invalid', errors } : { outcome: 'read', exemptions };
    }
    default:
      return assertNever(settings);
  }
}

/** The schema has judged the shapes: what is read here is of its type or left out. */
function readEntries(document: YamlDocument, root: JsonValue): readonly Exemption[] {
  return entriesOf(root).map((entry, index) => {
    const approvedBy = textOf(entry, 'approved-by');
    return {
      policy: textOf(entry, 'policy') ?? '',
      kinds: textsOf(entry, 'kinds'),
      namespaces: textsOf(entry, 'namespaces'),
      names: textsOf(entry, 'names'),
      reason: (textOf(entry, 'reason') ?? '').trim().replace(/\s+/g, ' '),
      until: textOf(entry, 'until') ?? '',
      ...(approvedBy === undefined ? {} : { approvedBy }),
      span: document.locate(['exemptions', index]).span,
    };
  });
}

function checkDates(document: YamlDocument, root: JsonValue, now: Instant): readonly ConfigError[] {
  const written = valueAt(root, ['max-days']);
  const maxDays = typeof written === 'number' ? written : DEFAULT_MAX_DAYS;
  return entriesOf(root).flatMap((entry, index) => {
    const path = `exemptions[${index}].until`;
    const { span } = document.locate(['exemptions', index, 'until']);
    const until = textOf(entry, 'until') ?? '';
    const ahead = daysBetween(utcDay(now), until);
    if (ahead === undefined) return [noSuchDay({ path, until, span })];
    return ahead > maxDays ? [tooFarAhead({ path, until, span }, ahead, maxDays, now)] : [];
  });
}

interface WrittenDate {
  readonly path: string;
  readonly until: string;
  readonly span: Span;
}

function noSuchDay({ path, until, span }: WrittenDate): ConfigError {
  return new ConfigError(`"${path}" is ${until}, and there is no such day`, {
    code: 'config/invalid-value',
    span,
    remedy: 'Write the last day on which it holds as year-month-day, such as 2027-03-31.',
  });
}

function tooFarAhead({ path, until, span }: WrittenDate, ahead: number, maxDays: number, now: Instant): ConfigError {
  return new ConfigError(
    `"${path}" is ${until}, which is ${countOf(ahead, 'day')} ahead; "max-days" allows ${countOf(maxDays, 'day')}`,
    {
      code: 'config/invalid-value',
      span,
      remedy: `Write ${utcDayAfter(now, maxDays)} or earlier, or raise "max-days" in this file.`,
    },
  );
}

function entriesOf(root: JsonValue): readonly JsonValue[] {
  const entries = valueAt(root, ['exemptions']);
  return isArray(entries) ? entries : [];
}

function textOf(entry: JsonValue, key: string): string | undefined {
  const value = valueAt(entry, [key]);
  return typeof value === 'string' ? value : undefined;
}

function textsOf(entry: JsonValue, key: string): readonly string[] {
  const value = valueAt(entry, [key]);
  return isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
