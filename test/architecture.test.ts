import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findTrespasses, roomOf } from './architecture/find-trespasses.ts';
import { DOORS, TOOLS } from './architecture/house.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the house stands as planned', () => {
  expect(findTrespasses(filesOfTheHouse())).toEqual([]);
});

test('every package that is depended on has a door or is a tool', () => {
  const { dependencies = {}, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const known = new Set([...Object.keys(DOORS), ...TOOLS, '@biomejs/biome', '@types/node', 'node', 'typescript']);
  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !known.has(name))).toEqual([]);
});

test('a file belongs to the narrowest room that holds it', () => {
  expect(roomOf('src/engines/kyverno/pattern/leaf.ts')).toEqual({ name: 'src/engines/kyverno', floor: 7 });
  expect(roomOf('src/engines/registry.ts')).toEqual({ name: 'src/engines/registry.ts', floor: 8 });
  expect(roomOf('src/pipeline.ts')).toEqual({ name: 'src/pipeline.ts', floor: 14 });
  expect(roomOf('src/helpers/thing.ts')).toBeUndefined();
  expect(roomOf('test/yaml/parse-yaml.test.ts')).toBeUndefined();
});

describe('what would be found', () => {
  test.each<[what: string, file: string, text: string, complaint: string]>([
    [
      'an upward import',
      'src/text/a.ts',
      "import { b } from '../yaml/b.ts';",
      'imports upwards: src/yaml is on floor 5, src/text on 1',
    ],
    [
      'an upward import of a type',
      'src/text/a.ts',
      "import type { B } from '../yaml/b.ts';",
      'imports upwards: src/yaml is on floor 5, src/text on 1',
    ],
    [
      'an upward type in place',
      'src/text/a.ts',
      "type B = import('../yaml/b.ts').B;",
      'imports upwards: src/yaml is on floor 5, src/text on 1',
    ],
    [
      'an upward export',
      'src/text/a.ts',
      "export { b } from '../yaml/b.ts';",
      'imports upwards: src/yaml is on floor 5, src/text on 1',
    ],
    [
      'an upward export of everything',
      'src/text/a.ts',
      "export * from '../yaml/b.ts';",
      'imports upwards: src/yaml is on floor 5, src/text on 1',
    ],
    [
      'an upward import on demand',
      'src/text/a.ts',
      "await import('../yaml/b.ts');",
      'imports upwards: src/yaml is on floor 5, src/text on 1',
    ],
    [
      'a sideways import',
      'src/yaml/a.ts',
      "import '../kubernetes/b.ts';",
      'imports sideways: src/kubernetes is on floor 5 too',
    ],
    [
      'engines that know each other',
      'src/engines/cel/a.ts',
      "import '../kyverno/b.ts';",
      'imports sideways: src/engines/kyverno is on floor 7 too',
    ],
    [
      'an import of a test',
      'src/yaml/a.ts',
      "import '../../test/b.ts';",
      'imports test/b.ts, which is outside of the house',
    ],
    ['a room that nobody planned', 'src/utils/a.ts', '', 'is in no room of the house'],
    [
      'a package at another door',
      'src/manifests/a.ts',
      "import { load } from 'js-yaml';",
      'imports js-yaml, whose door is src/yaml',
    ],
    ['a package without a door', 'src/cli/a.ts', "import chalk from 'chalk';", 'imports chalk, which has no door'],
    [
      'a part of a scoped package',
      'src/cli/a.ts',
      "import x from '@scope/name/part';",
      'imports @scope/name, which has no door',
    ],
    ['ajv at run time', 'src/base/a.ts', "import { Ajv } from 'ajv';", 'imports ajv, which has no door'],
    [
      'an unknown tool of a test',
      'test/a.test.ts',
      "import x from 'lodash';",
      'imports lodash, which is not among the tools',
    ],
    ['file access', 'src/report/a.ts', "import { readFileSync } from 'node:fs';", 'imports readFileSync of node:fs'],
    ['file access by require', 'src/report/a.ts', "createRequire(import.meta.url)('node:fs');", 'imports * of node:fs'],
    [
      'random among what computes',
      'src/report/a.ts',
      "import { createHash, randomUUID } from 'node:crypto';",
      'imports randomUUID of node:crypto',
    ],
    ['a computed import', 'src/report/a.ts', 'await import(name);', 'imports what only a run can tell'],
    ['console', 'src/report/a.ts', "console.log('x');", 'uses console'],
    ['the environment', 'src/report/a.ts', 'export const x = process.env.HOME;', 'uses process'],
    [
      'the environment through the global object',
      'src/report/a.ts',
      'export const x = globalThis.process.env;',
      'uses process',
    ],
    ['the clock', 'src/report/a.ts', 'export const x = Date.now();', 'uses Date.now'],
    ['the clock as a date', 'src/report/a.ts', 'export const x = new Date();', 'uses new Date()'],
    ['the clock as text', 'src/report/a.ts', 'export const x = Date();', 'uses Date'],
    ['the other clock', 'src/report/a.ts', 'export const x = performance.now();', 'uses performance'],
    ['random', 'src/report/a.ts', 'export const x = Math.random();', 'uses Math.random'],
    ['random, handed on', 'src/report/a.ts', 'export const x = { random: Math.random };', 'uses Math.random'],
    ['a timer', 'src/report/a.ts', 'setTimeout(() => {}, 1);', 'uses setTimeout'],
    ['the network', 'src/report/a.ts', "await fetch('https://example.com');", 'uses fetch'],
  ])('%s', (_what, file, text, complaint) => {
    expect(findTrespasses(new Map([[file, text]]))).toEqual([expect.stringContaining(complaint)]);
  });

  test('an import ring, types too', () => {
    const files = new Map([
      ['src/yaml/a.ts', "import { b } from './b.ts';"],
      ['src/yaml/b.ts', "import { c } from './c.ts';"],
      ['src/yaml/c.ts', "import type { B } from './b.ts';"],
    ]);
    expect(findTrespasses(files)).toEqual(['import ring: src/yaml/b.ts → src/yaml/c.ts → src/yaml/b.ts']);
  });

  test('nothing in a file that only computes', () => {
    const text = `
      import { createHash } from 'node:crypto';
      import type { Stats } from 'node:fs';
      import { parseEvents } from 'js-yaml';
      // process.env, console.log and Date.now() in a comment
      export interface Clock { readonly process: string; now(): number }
      export const at = new Date(0).getTime() + Date.UTC(2000, 0);
      export const text = \`console.log(\${Math.max(1, 2)}) process\`;
      export function run(options: { process: string }, Date2: Stats) { return options.process + options['console']; }
    `;
    expect(findTrespasses(new Map([['src/yaml/a.ts', text]]))).toEqual([]);
  });

  test('nothing where effects are at home', () => {
    const text = "import { readFileSync } from 'node:fs'; console.log(process.env, Date.now(), Math.random());";
    expect(findTrespasses(new Map([['src/repository/a.ts', text]]))).toEqual([]);
  });
});

function filesOfTheHouse(): ReadonlyMap<string, string> {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', 'src/*.js'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const files = listed
    .split('\0')
    .filter((file) => file !== '' && !file.endsWith('.d.ts') && !file.includes('/inputs/'));
  return new Map(files.map((file) => [file, readFileSync(root + file, 'utf8')]));
}
