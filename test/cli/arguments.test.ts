import { describe, expect, it } from 'vitest';
import { describeOptions, parseArguments } from '../../src/cli/arguments.ts';

const TABLE = {
  policy: { kind: 'list', short: 'p', value: 'PATH', help: 'policies' },
  base: { kind: 'text', value: 'REV', help: 'a base' },
  all: { kind: 'flag', short: 'a', help: 'everything' },
} as const;
const parse = (...args: readonly string[]) => parseArguments(args, TABLE);

describe('parseArguments', () => {
  it('reads every spelling of an option', () => {
    expect(parse('x', '--base', 'main', '-p', 'a', '-pb', '--policy=c=d', '-p=e', '-a', '-', 'y')).toEqual({
      options: { policy: ['a', 'b', 'c=d', 'e'], base: 'main', all: true },
      positionals: ['x', '-', 'y'],
    });
  });

  it('gives what is not said', () => {
    expect(parse()).toEqual({ options: { policy: [], base: undefined, all: false }, positionals: [] });
  });

  it('lets the last of two values count', () => {
    expect(parse('--base', 'a', '--base', 'b').options.base).toBe('b');
  });

  it('takes a value that looks like an option', () => {
    expect(parse('--base', '--all').options).toMatchObject({ base: '--all', all: false });
  });

  it('ends the options at `--`', () => {
    expect(parse('--', '--base', '-p')).toMatchObject({ positionals: ['--base', '-p'] });
  });

  it.each([
    [['--polcy', 'a'], 'there is no option --polcy', 'Did you mean --policy?'],
    [['--constructor'], 'there is no option --constructor', 'Options: --policy, --base, --all.'],
    [['-x'], 'there is no option -x', 'Options: --policy, --base, --all.'],
    [['--all=yes'], '--all takes no value', 'Write --all alone.'],
    [['--base'], '--base needs a value', 'Write --base REV.'],
    [['-p'], '-p needs a value', 'Write -p PATH.'],
    [['--\u001b[31m'], 'there is no option --\\x1b[31m', 'Options: --policy, --base, --all.'],
  ])('refuses %j', (args, message, remedy) => {
    expect(() => parse(...args)).toThrow(expect.objectContaining({ code: 'config/usage', message, remedy }));
  });
});

describe('describeOptions', () => {
  it('aligns the help', () => {
    expect(describeOptions(TABLE)).toBe(
      ['  -p, --policy PATH  policies', '      --base REV     a base', '  -a, --all          everything'].join('\n'),
    );
  });
});
