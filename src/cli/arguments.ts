import { didYouMean } from '../base/did-you-mean.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import { visible } from '../text/visible.ts';

/** An option of a command: a flag stands alone, a text takes one value, a list may be given several times. */
export interface OptionSpec {
  readonly kind: 'flag' | 'text' | 'list';
  readonly short?: string;
  /** What its value is called in the help. */
  readonly value?: string;
  readonly help: string;
}

export interface OptionTable {
  readonly [name: string]: OptionSpec;
}

export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name]['kind'] extends 'flag'
    ? boolean
    : Table[Name]['kind'] extends 'list'
      ? readonly string[]
      : string | undefined;
};

export interface ParsedArguments<Table extends OptionTable> {
  readonly options: OptionValues<Table>;
  readonly positionals: readonly string[];
}

/**
 * Parses arguments as POSIX and GNU tools do: `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends the options and `-` is
 * a positional. Of a text that is given twice the last one counts. Throws a ConfigError for what the table does not know.
 */
export function parseArguments<const Table extends OptionTable>(
  args: readonly string[],
  table: Table,
): ParsedArguments<Table> {
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') {
      positionals.push(...rest.splice(0));
    } else if (!argument.startsWith('-') || argument === '-') {
      positionals.push(argument);
    } else {
      const { name, written, attached } = splitOption(argument, table);
      const spec = Object.hasOwn(table, name) ? table[name] : undefined;
      if (!spec) throw unknownOption(written, table);
      const known = values.get(name) ?? [];
      if (spec.kind === 'flag' && attached !== undefined)
        throw usage(`${written} takes no value`, `Write ${written} alone.`);
      const value = spec.kind === 'flag' ? '' : (attached ?? rest.shift());
      if (value === undefined) throw usage(`${written} needs a value`, `Write ${written} ${spec.value ?? 'VALUE'}.`);
      values.set(name, [...known, value]);
    }
  }
  return { options: valuesByKind(table, values), positionals };
}

function splitOption(argument: string, table: OptionTable) {
  if (!argument.startsWith('--')) {
    const letter = argument.slice(1, 2);
    const name = Object.keys(table).find((each) => table[each]?.short === letter);
    const attached = argument.length > 2 ? argument.slice(2).replace(/^=/, '') : undefined;
    return { name: name ?? '', written: name === undefined ? argument : `-${letter}`, attached };
  }
  const equals = argument.indexOf('=');
  const written = equals < 0 ? argument : argument.slice(0, equals);
  return { name: written.slice(2), written, attached: equals < 0 ? undefined : argument.slice(equals + 1) };
}

function valuesByKind<Table extends OptionTable>(
  table: Table,
  values: ReadonlyMap<string, readonly string[]>,
): OptionValues<Table> {
  const result: { [name: string]: boolean | string | undefined | readonly string[] } = {};
  for (const [name, { kind }] of Object.entries(table)) {
    const given = values.get(name);
    result[name] = kind === 'flag' ? given !== undefined : kind === 'list' ? (given ?? []) : given?.at(-1);
  }
  return result as OptionValues<Table>;
}

function unknownOption(written: string, table: OptionTable): ConfigError {
  const known = Object.entries(table).flatMap(([name, { short }]) => [`--${name}`, ...(short ? [`-${short}`] : [])]);
  const meant =
    written.length > 2
      ? didYouMean(
          written,
          known.filter((name) => name.length > 2),
        )
      : undefined;
  return usage(
    `there is no option ${visible(written)}`,
    meant === undefined
      ? `Options: ${known.filter((name) => name.startsWith('--')).join(', ')}.`
      : `Did you mean ${meant}?`,
  );
}

export function usage(message: string, remedy: string): ConfigError {
  return new ConfigError(message, { code: 'config/usage', remedy });
}

/** The options of a table as lines of a help text. */
export function describeOptions(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { short, kind, value, help }]) => ({
    left: `${short ? `-${short}, ` : '    '}--${name}${kind === 'flag' ? '' : ` ${value ?? 'VALUE'}`}`,
    help,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length)) + 2;
  return rows
    .map(({ left, help }) => `  ${left.padEnd(width)}${help.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}`)
    .join('\n');
}
