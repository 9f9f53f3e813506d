import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INPUT_NAMES } from '../../action/inputs.ts';
import { OUTPUT_NAMES } from '../../action/runner.ts';
import { ACTION_BUNDLE, bundleAction } from '../../scripts/build-action.ts';
import { isObject } from '../../src/base/json.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

test('the bundle is that of these sources: `npm run build:action` makes it', async () => {
  for (const [file, text] of await bundleAction()) {
    expect(read(file) === text, `${file} is stale: run \`npm run build:action\``).toBe(true);
  }
});

test('the bundle has not grown by a tenth since somebody looked', () => {
  const { bytes } = JSON.parse(read('test/action/bundle-size.json'));
  const size = Buffer.byteLength(read(ACTION_BUNDLE));
  expect(size, 'look at what came in, and write the new size down').toBeLessThan(bytes * 1.1);
});

test('the bundle imports nothing but Node', () => {
  const imports = Array.from(
    read(ACTION_BUNDLE).matchAll(/(?:^|[;}])import\b[^;]*?from\s*"([^"]+)"/g),
    ([, name]) => name,
  );
  expect(imports.filter((name) => !isBuiltin(name ?? ''))).toEqual([]);
});

test('action.yml has the inputs and outputs that the code reads and writes', () => {
  const action = parseYaml({ file: 'action.yml', revision: 'disk', text: read('action.yml') }).documents[0]?.value;
  if (!isObject(action)) throw new Error('action.yml is no mapping');
  expect(isObject(action.inputs) && Object.keys(action.inputs)).toEqual(INPUT_NAMES);
  expect(isObject(action.outputs) && Object.keys(action.outputs)).toEqual(OUTPUT_NAMES);
  expect(action.runs).toEqual({ using: 'node24', main: ACTION_BUNDLE });
});
