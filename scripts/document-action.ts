import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isObject } from '../src/base/json.ts';
import { parseYaml } from '../src/yaml/parse-yaml.ts';

export const PAGE = 'README.md';

/**
 * A page with the tables of inputs and outputs as action.yml describes them, between `<!-- inputs -->` and `<!-- /inputs -->`, and the same
 * for outputs. Throws where the page has no such place.
 */
export function documentAction(page: string, action: string): string {
  return ['inputs', 'outputs'].reduce((text, section) => {
    const place = new RegExp(`(<!-- ${section} -->\n)[\\s\\S]*?(<!-- /${section} -->)`);
    if (!place.test(text)) throw new Error(`the page has no <!-- ${section} --> … <!-- /${section} -->`);
    const table = tableOf(section, descriptionsOf(action, section));
    return text.replace(place, (_, open: string, close: string) => `${open}\n${table}\n${close}`);
  }, page);
}

function descriptionsOf(action: string, section: string): readonly (readonly [name: string, description: string])[] {
  const { documents, problems } = parseYaml({ file: 'action.yml', revision: 'disk', text: action });
  if (problems[0]) throw new Error(`action.yml cannot be read: ${problems[0].message}`);
  const value = documents[0]?.value;
  const entries = isObject(value) ? value[section] : undefined;
  if (!isObject(entries)) throw new Error(`action.yml has no ${section}`);
  return Object.entries(entries).map(([name, entry]) => {
    const description = isObject(entry) ? entry.description : undefined;
    if (typeof description !== 'string') throw new Error(`action.yml does not describe ${section}.${name}`);
    return [name, description];
  });
}

function tableOf(section: string, rows: readonly (readonly [name: string, description: string])[]): string {
  const lines = rows.map(([name, description]) => `| \`${name}\` | ${description.trim().replaceAll('|', '\\|')} |\n`);
  return `| ${section === 'inputs' ? 'input' : 'output'} | |\n|---|---|\n${lines.join('')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  writeFileSync(new URL(`../${PAGE}`, import.meta.url), documentAction(read(PAGE), read('action.yml')));
}
