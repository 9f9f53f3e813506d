import fc from 'fast-check';
import type { JsonObject } from '../../src/base/json.ts';

const GLOBS = ['**', 'deploy/**', 'docs/**', '**/testdata/**', 'deploy/*.yaml', 'deploy', '{deploy,docs}/**'] as const;
const level = fc.constantFrom('enforce', 'warn', 'audit');
const globs = fc.uniqueArray(fc.constantFrom(...GLOBS), { maxLength: 3 });
const version = fc.constantFrom('1.30', '1.34');

/** Every setting that files and floors share, each of which may be left out. */
const settings = {
  manifests: fc.record({ include: globs, exclude: globs }, { requiredKeys: [] }),
  kubernetes: version,
  report: fc.constantFrom('new', 'changed-files', 'all'),
  'fail-on': fc.constantFrom('enforce', 'warn', 'any', 'none'),
  'on-unknown': fc.constantFrom('warn', 'block'),
  mode: fc.constantFrom('gate', 'observe'),
  cluster: fc.record({ fixtures: globs, defaultNamespace: fc.constantFrom('default', 'shop') }, { requiredKeys: [] }),
  clusters: fc.dictionary(fc.constantFrom('staging', 'production'), globs),
  mutations: fc.constantFrom('enforce', 'warn', 'audit', 'off'),
  users: fc.dictionary(fc.constantFrom('octocat', 'hubot'), fc.record({ username: fc.constantFrom('a', 'b') })),
  engines: fc.record({
    kyverno: fc.record(
      {
        version: fc.constantFrom('1.18', '1.19'),
        exceptions: fc.record(
          { enabled: fc.boolean(), namespace: fc.constantFrom('', 'x', '*') },
          { requiredKeys: [] },
        ),
        resourceFilters: fc.constantFrom<string | string[]>(
          'installed',
          'default',
          ['[Event,*,*]'],
          ['[*/*,*,*]', '[Event,*,*]'],
        ),
      },
      { requiredKeys: [] },
    ),
  }),
  limits: fc.record(
    { documentBytes: fc.constantFrom(100, 5_000_000), depth: fc.constantFrom(2, 100) },
    { requiredKeys: [] },
  ),
};

/** Levels of some of these names. */
export function anyLevels(names: readonly string[]): fc.Arbitrary<JsonObject> {
  return fc.dictionary(fc.constantFrom(...names), level);
}

/** What a configuration or its `required` may say, but for what is about certain policies. JSON is YAML. */
export const anySettings: fc.Arbitrary<JsonObject> = fc.record(settings, { requiredKeys: [] });
