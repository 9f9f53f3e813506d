import { expect, it } from 'vitest';
import { withoutCommands } from '../../action/without-commands.ts';

// What the runner takes for a command is said by ActionCommand.cs of actions/runner: TryParseV2 and TryParse.
it.each([
  ['a command', '::error::x', ': :error::x'],
  ['a command after blanks', 'a\n \t\u00a0::add-mask::x', 'a\n \t\u00a0: :add-mask::x'],
  ['an older command', '##[error]x', '## [error]x'],
  ['an older command in the middle of a line', 'a ##[stop-commands]x ###[group]', 'a ## [stop-commands]x ### [group]'],
  ['none', 'a::b\n# [x] : : #[y]', 'a::b\n# [x] : : #[y]'],
])('a text with %s', (_, text, shown) => {
  expect(withoutCommands(text)).toBe(shown);
});
