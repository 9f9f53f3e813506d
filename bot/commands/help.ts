import type { Right } from '../github/read-right.ts';

/** What each command does, and who may have it. */
export const COMMANDS = {
  recheck: { needs: 'triage', usage: 'recheck', does: 'judges the pull request once more' },
  fix: { needs: 'write', usage: 'fix', does: 'commits all proven suggestions to the pull request' },
  explain: {
    needs: 'triage',
    usage: 'explain POLICY[/RULE]',
    does: 'tells step by step what a policy says to the change',
  },
  exempt: {
    needs: 'maintain',
    usage: 'exempt POLICY[/RULE] for 30d because …',
    does: 'proposes to live with what the pull request violates, for so many days',
  },
  help: { needs: 'triage', usage: 'help', does: 'shows this' },
} as const satisfies {
  readonly [name: string]: { readonly needs: Right; readonly usage: string; readonly does: string };
};

export type CommandName = keyof typeof COMMANDS;

/** Everything that may be asked, in Markdown. */
export function helpText(): string {
  const rows = Object.values(COMMANDS).map(
    ({ usage, does, needs }) => `| \`/tidewaiter ${usage}\` | ${does} | ${whoMay(needs)} |`,
  );
  return ['| command | what it does | who may |', '|---|---|---|', ...rows].join('\n');
}

/** Whose pull request it is may always ask what every push of theirs asks anyway. */
export function whoMay(needed: Right): string {
  return needed === 'triage' ? 'its author, and who may triage' : `who may ${needed}`;
}
