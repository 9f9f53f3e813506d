/**
 * Compares the two readers of values on the corpora's documents, whole and broken at random:
 *   node test/yaml/compare-common.ts [MUTATIONS OF EACH] [SEED]
 * Where the quick one answers at all, the parser must have no problem and the same value.
 */
import { join } from 'node:path';
import { yamlFilesIn } from '../bench/parse.ts';
import { corporaFolder } from '../corpora.ts';
import { compareReaders } from './compare-readers.ts';

const [times = '20', seed = '1'] = process.argv.slice(2);
const texts = yamlFilesIn(join(corporaFolder() ?? '.')).map(({ text }) => text);
const { whole, mutated, differences } = compareReaders(texts, Number(times), Number(seed));
console.log({ whole, mutated, different: differences.length });
for (const difference of differences.toSorted((left, right) => left.text.length - right.text.length).slice(0, 10))
  console.log(difference);
process.exitCode = differences.length > 0 ? 1 : 0;
