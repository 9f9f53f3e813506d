import { didYouMean } from '../../src/base/did-you-mean.ts';

/** What somebody asks of the bot in a comment. */
export type Command =
  | { readonly name: 'recheck' | 'fix' | 'help' }
  /** `require-team`, or `require-team/team-label`. */
  | { readonly name: 'explain'; readonly policy: string }
  | { readonly name: 'exempt'; readonly policy: string; readonly days: number; readonly reason: string };

export type ExemptCommand = Extract<Command, { name: 'exempt' }>;

export type ParsedCommand = Command | { readonly name: 'misspelt'; readonly problem: string };

/**
 * The first command of a comment; undefined where there is none. A command is a line of its own. What is quoted, shown as code, or in an HTML
 * comment, which nobody sees, is none.
 */
export function parseCommand(body: string): ParsedCommand | undefined {
  const [line] = spokenLines(body).filter((each) => COMMAND.test(each));
  if (line === undefined) return undefined;
  const [, name = '', ...rest] = line.trim().split(/\s+/);
  return parseWords(name, rest);
}

/** How a command begins: at the very start of a line. */
const COMMAND = /^\/tidewaiter(?!\S)/;

/** GitHub takes no longer comment, and no command is a tenth as long. */
const LONGEST_LINE = 2_000;

/** The lines that a reader takes for what the author says. */
function spokenLines(body: string): readonly string[] {
  const spoken: string[] = [];
  let fence: string | undefined;
  let isHidden = false;
  for (const line of body.split(/\r\n|\r|\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (isHidden) {
      isHidden = !line.includes('-->');
    } else if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
    } else {
      isHidden = line.lastIndexOf('<!--') > line.lastIndexOf('-->');
      if (line.length <= LONGEST_LINE) spoken.push(line);
    }
  }
  return spoken;
}

const NAMES = ['recheck', 'fix', 'explain', 'exempt', 'help'] as const;

function parseWords(name: string, rest: readonly string[]): ParsedCommand {
  switch (name) {
    case '':
      return { name: 'help' };
    case 'recheck':
    case 'fix':
    case 'help':
      return rest.length === 0 ? { name } : misspelt(`\`${name}\` stands alone`);
    case 'explain':
      return parseExplain(rest);
    case 'exempt':
      return parseExempt(rest);
    default: {
      const meant = didYouMean(name.slice(0, LONGEST_NAME), NAMES);
      return misspelt(meant === undefined ? 'There is no such command' : `Did you mean \`${meant}\`?`);
    }
  }
}

/** To compare a word with our names takes time by its length. */
const LONGEST_NAME = 20;

function parseExplain([policy, ...more]: readonly string[]): ParsedCommand {
  if (policy === undefined || more.length > 0)
    return misspelt('`explain` takes a policy, or a policy and a rule of it');
  return { name: 'explain', policy };
}

function parseExempt([policy, word, time, because, ...reason]: readonly string[]): ParsedCommand {
  const days = Number(/^(\d{1,4})d$/.exec(time ?? '')?.[1]);
  if (policy === undefined || word !== 'for' || because !== 'because' || !(days > 0) || reason.length === 0) {
    return misspelt('`exempt` takes a policy, for how many days, and why');
  }
  // An exemption is of what the pull request violates: a wildcard would be of more.
  if (/[*?]/.test(policy)) return misspelt('`exempt` takes one policy by its name');
  return { name: 'exempt', policy, days, reason: reason.join(' ') };
}

function misspelt(problem: string): ParsedCommand {
  return { name: 'misspelt', problem };
}
