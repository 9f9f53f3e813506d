import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentBot, PAGE } from '../../../scripts/document-bot.ts';

test('docs/bot.md has the table of all settings as it is: npm run document', () => {
  const page = readFileSync(new URL(`../../../${PAGE}`, import.meta.url), 'utf8');
  expect(documentBot(page)).toBe(page);
});
