/**
 * Compares our reading of every YAML file of the corpora with that of the library `yaml`, scalar by scalar as written:
 *   node test/yaml/compare-structure.ts [FOLDER]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { corporaFolder } from '../corpora.ts';
import { otherReadings, ourReading } from './as-written.ts';

const folder = process.argv[2] ?? corporaFolder() ?? '.';
const counts = { files: 0, documents: 0, equal: 0, onlyWeRead: 0, onlyYamlReads: 0, neitherReads: 0, different: 0 };

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !['.yaml', '.yml'].includes(extname(entry.name))) continue;
  const file = join(entry.parentPath, entry.name);
  const text = readFileSync(file, 'utf8');
  const { documents } = parseYaml({ file, revision: 'disk', text });
  counts.files++;
  for (const document of documents) {
    counts.documents++;
    const isRead = document.problems.every(
      ({ code }) => code !== 'yaml/syntax' && code !== 'yaml/tab' && code !== 'yaml/unclosed-quote',
    );
    const [theirs] = otherReadings(text.slice(document.start, document.end));
    if (theirs === undefined) counts[isRead ? 'onlyWeRead' : 'neitherReads']++;
    else if (!isRead) counts.onlyYamlReads++;
    else if (isDeepStrictEqual(ourReading(text, document.index), theirs)) counts.equal++;
    else {
      counts.different++;
      console.log(`different: ${file}, document ${document.index}`);
    }
  }
}
console.log(counts);
process.exitCode = counts.different > 0 ? 1 : 0;
