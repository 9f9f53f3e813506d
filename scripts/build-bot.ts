import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { licencesOf } from './licences.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist/bot');

/** Makes `dist/bot/`: the bot as ES modules that need nothing but Node, and PGlite's files beside them. */
async function main(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    // Both in one folder: the bot finds what its threads run beside itself.
    entryPoints: ['bot/main.ts', 'bot/threads/thread.ts'],
    entryNames: '[name]',
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Loaded only where it is there, which it is not.
    external: ['pg-native'],
    plugins: [fetchNothing],
    // Dependencies that are CommonJS ask for Node's modules by require.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
  });
  copyPglite();
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licencesOf(metafile));
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
    process.stdout.write(`${file} ${Math.round(bytes / 1000)} kB\n`);
  }
}

/** Probot fetches packages from the registry where some variables of the environment ask for it. Here it cannot. */
const fetchNothing: Plugin = {
  name: 'fetch-nothing',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^npx-import-light$/ }, () => ({ path: 'npx-import-light', namespace: 'fetch-nothing' }));
    onLoad({ filter: /.*/, namespace: 'fetch-nothing' }, () => ({
      contents: "export function npxImport(name) { throw new Error(name + ' is not part of this bot'); }",
    }));
  },
};

/** It looks for them beside the module that it is in. */
function copyPglite(): void {
  const source = join(root, 'node_modules/@electric-sql/pglite/dist');
  for (const file of readdirSync(source).filter((name) => /\.(?:wasm|data)$/.test(name))) {
    cpSync(join(source, file), join(folder, file));
  }
}

await main();
