/**
 * Parsing alone: `node test/bench/parse.ts [FOLDER] [ROUNDS]`. Every YAML file below the folder (by default the corpora) is parsed to its
 * values, as many small files as a repository has. The first round is what a short run sees; the median of the others is warm.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Source } from '../../src/text/source.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';
import { corporaFolder } from '../corpora.ts';
import { median } from './measure.ts';

export interface ParsingSpeed {
  readonly files: number;
  readonly megabytes: number;
  /** Megabytes a second in the first round of a process. */
  readonly first: number;
  /** The median of the rounds after it. */
  readonly warm: number;
}

/** Parses all sources in each round. */
export function measureParsing(sources: readonly Source[], rounds: number): ParsingSpeed {
  const megabytes = sources.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e6;
  const speeds = Array.from({ length: rounds }, () => {
    const started = performance.now();
    for (const source of sources) parseYaml(source);
    return megabytes / ((performance.now() - started) / 1000);
  });
  const [first = Number.NaN, ...rest] = speeds;
  return { files: sources.length, megabytes, first, warm: median(rest) };
}

/** The YAML files below a folder, sorted. */
export function yamlFilesIn(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ['.yaml', '.yml'].includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ file, revision: 'disk', text: readFileSync(file, 'utf8') }));
}

if (import.meta.main) {
  const folder = process.argv[2] ?? corporaFolder();
  if (folder === undefined) throw new Error('the bench needs a folder, or the corpora: set TIDEWAITER_CORPORA');
  const { files, megabytes, first, warm } = measureParsing(yamlFilesIn(folder), Number(process.argv[3] ?? 8));
  const figure = (number: number) => number.toFixed(1);
  console.log(`${files} files, ${figure(megabytes)} MB: ${figure(first)} MB/s at first, ${figure(warm)} MB/s warm`);
}
