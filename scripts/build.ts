import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { compileSchemas, VALIDATORS_FILE } from './compile-schemas.ts';
import { licencesOf } from './licences.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ENTRIES = { cli: 'src/cli/main.ts', index: 'src/index.ts' };

/** Makes `dist/`: the command and the public API as ES modules in chunks that load when first needed. `--types` adds the API's types. */
async function main(args: readonly string[]): Promise<void> {
  writeIfChanged(
    VALIDATORS_FILE,
    compileSchemas((file) => readFileSync(root + file, 'utf8')),
  );
  rmSync(`${root}dist`, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Names stay: an error's class and a stack are read by people.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
  });
  writeFileSync(`${root}dist/THIRD-PARTY-LICENCES.txt`, licencesOf(metafile));
  if (args.includes('--types')) emitTypes();
  process.stdout.write(describeSizes(metafile));
}

/** Leaves the time stamp of a file alone that is as it should be. */
function writeIfChanged(file: string, text: string): void {
  if (existsSync(root + file) && readFileSync(root + file, 'utf8') === text) return;
  writeFileSync(root + file, text);
}

function emitTypes(): void {
  const compiler = `${root}node_modules/typescript/bin/tsc`;
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.types.json'], { cwd: root, stdio: 'inherit' });
}

function describeSizes({ outputs }: Metafile): string {
  const entries = Object.entries(outputs).filter(([file]) => file.endsWith('.js'));
  const isEntry = ([file]: readonly [string, unknown]) => basename(file, '.js') in ENTRIES && !file.includes('chunks/');
  const size = (files: typeof entries) => files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  const chunks = entries.filter((entry) => !isEntry(entry));
  const lines = entries
    .filter(isEntry)
    .map(
      (entry) =>
        `${entry[0].padEnd(16)}${kilobytes(entry[1].bytes)} at start, ${kilobytes(size(reachableAtStart(outputs, entry[0])))} with what it imports at once`,
    );
  return `${lines.join('\n')}\n${`${chunks.length} chunks`.padEnd(16)}${kilobytes(size(chunks))} in all\n`;
}

/** A chunk and everything that it imports statically. */
function reachableAtStart(outputs: Metafile['outputs'], start: string): [string, Metafile['outputs'][string]][] {
  const seen = new Set<string>();
  const follow = (file: string): void => {
    const output = outputs[file];
    if (!output || seen.has(file)) return;
    seen.add(file);
    for (const each of output.imports) if (each.kind === 'import-statement') follow(each.path);
  };
  follow(start);
  return Object.entries(outputs).filter(([file]) => seen.has(file));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0).padStart(5)} kB`;
}

await main(process.argv.slice(2));
