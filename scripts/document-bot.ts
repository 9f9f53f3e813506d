import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { renderSettingsTable } from '../bot/settings/settings-table.ts';

export const PAGE = 'docs/bot.md';

/** A page with the table of the bot's settings between `<!-- settings -->` and `<!-- /settings -->`. Throws where it has no such place. */
export function documentBot(page: string): string {
  const place = /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/;
  if (!place.test(page)) throw new Error(`${PAGE} has no <!-- settings --> … <!-- /settings -->`);
  return page.replace(place, (_, open: string, close: string) => `${open}\n${renderSettingsTable()}\n${close}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const page = new URL(`../${PAGE}`, import.meta.url);
  writeFileSync(page, documentBot(readFileSync(page, 'utf8')));
}
