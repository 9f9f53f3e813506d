/**
 * Edits every manifest of the corpora at random and checks each edit:
 *   node test/yaml/random-edits.ts --edits 50 [--seed 1] [--files 100] [--crlf] [--no-final-newline] [--folder DIR]
 * It prints files, edits, what was right, refused (by reason) and wrong, and exits with 1 if anything was wrong.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { corporaFolder } from '../corpora.ts';
import { checkEdit, type EditCheck } from './check-edit.ts';
import { CHANGE_KINDS, randomChange } from './random-changes.ts';

const { values: options } = parseArgs({
  options: {
    edits: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '100000' },
    folder: { type: 'string' },
    crlf: { type: 'boolean', default: false },
    'no-final-newline': { type: 'boolean', default: false },
    show: { type: 'string', default: '5' },
    'show-refused': { type: 'boolean', default: false },
  },
});

const folder = options.folder ?? join(corporaFolder() ?? '.', 'repos');
const random = seededRandom(Number(options.seed));
const counts = { files: 0, unreadable: 0, edits: 0, right: 0, refused: 0, wrong: 0, linesAdded: 0, linesRemoved: 0 };
const refusals = new Map<string, number>();
const wrong: string[] = [];
const started = performance.now();

for (const file of manifestsIn(folder).slice(0, Number(options.files))) {
  const text = prepared(readFileSync(file, 'utf8'));
  const stream = parseYaml({ file, revision: 'disk', text });
  const documents = stream.documents.filter(({ value }) => value !== undefined);
  if (documents.length === 0) {
    counts.unreadable++;
    continue;
  }
  counts.files++;
  for (let edit = 0; edit < Number(options.edits); edit++) {
    const document = documents[Math.floor(random() * documents.length)];
    const kind = CHANGE_KINDS[edit % CHANGE_KINDS.length];
    if (document?.value === undefined || kind === undefined) continue;
    const change = randomChange(document.value, kind, random);
    if (change === undefined) continue;
    counts.edits++;
    count(
      checkEdit({ file, revision: 'disk', text }, document.index, change),
      `${file} ${kind} ${JSON.stringify(change.patch)}`,
    );
  }
}

const seconds = (performance.now() - started) / 1000;
console.log({ ...counts, millisecondsPerEdit: Number(((seconds * 1000) / Math.max(1, counts.edits)).toFixed(3)) });
for (const [reason, times] of [...refusals].sort((left, right) => right[1] - left[1]))
  console.log(`refused ${times}: ${reason}`);
for (const line of wrong.slice(0, Number(options.show))) console.log(`WRONG ${line}`);
process.exitCode = counts.wrong > 0 ? 1 : 0;

function count(check: EditCheck, what: string): void {
  switch (check.outcome) {
    case 'right':
      counts.right++;
      counts.linesAdded += check.linesAdded;
      counts.linesRemoved += check.linesRemoved;
      break;
    case 'refused': {
      counts.refused++;
      const reason = check.reason.replace(/(?:"[^"]*"|\S*[[.]\S*|\d+|[*&]\S+)/g, '…');
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      if (options['show-refused']) console.log('refused', what, check.reason);
      break;
    }
    case 'wrong':
      counts.wrong++;
      wrong.push(`${what}\n  ${check.reason}`);
      break;
  }
}

function prepared(text: string): string {
  const unix = text.replaceAll('\r\n', '\n');
  const ended = options['no-final-newline'] ? unix.replace(/\n+$/, '') : text;
  return options.crlf ? ended.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n') : ended;
}

function manifestsIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ['.yaml', '.yml', '.json'].includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
