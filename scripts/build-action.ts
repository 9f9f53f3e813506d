import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from './licences.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export const ACTION_BUNDLE = 'action/dist/index.js';

/** The files of `action/dist` by name: one ES module with everything in it, and the licences of what is in it. */
export async function bundleAction(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['action/main.ts'],
    outfile: ACTION_BUNDLE,
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Dependencies that are CommonJS ask for Node's modules by require.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    // Names stay: an error's class and a stack are read by people.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
  });
  const [code] = outputFiles;
  return new Map([
    [ACTION_BUNDLE, code?.text ?? ''],
    ['action/dist/THIRD-PARTY-LICENCES.txt', licencesOf(metafile)],
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(join(root, 'action/dist'), { recursive: true });
  for (const [file, text] of await bundleAction()) {
    writeFileSync(join(root, file), text);
    process.stdout.write(`${file} ${Math.round(text.length / 1000)} kB\n`);
  }
}
