import { DEFAULT_CONFIGURATION } from '../../policy/configuration.ts';
import { STARTER_BUNDLE } from '../../policy/library.ts';
import { renderScalar } from '../../yaml/render-scalar.ts';
import { policyGlobs } from './policy-globs.ts';
import { RELEASE, REPOSITORY_URL } from './release.ts';
import type { Survey } from './survey-repository.ts';
import { testMaterialGlobs } from './test-material.ts';

/** `.github/tidewaiter.yml` for what a repository holds: in `observe` mode, and without what does not apply to it. */
export function composeConfiguration(survey: Survey): string {
  return [HEAD, MODE, composePolicies(survey), composeManifests(survey), KUBERNETES]
    .filter((part) => part !== '')
    .join('\n');
}

const SCHEMA_URL = `${REPOSITORY_URL.replace('github.com', 'raw.githubusercontent.com')}/${RELEASE.version}/schema/tidewaiter.schema.json`;

const HEAD = `# yaml-language-server: $schema=${SCHEMA_URL}
# How Tidewaiter judges pull requests. It is read from the base branch: no pull request changes how it is judged itself.
# Every key: ${REPOSITORY_URL}/blob/${RELEASE.version}/docs/configuration.md
`;

const MODE = `# Nothing blocks yet. When you have read along for a few weeks: gate
mode: observe
`;

function composePolicies(survey: Survey): string {
  const globs = policyGlobs(survey);
  if (globs === undefined) {
    return `# Every policy document of this repository judges: they lie too far apart to be listed.
# policies:
#   - policies/**
`;
  }
  if (globs.length > 0) {
    return `# The policies of your cluster. Without this key every policy document of the repository would judge.
policies:
${listOf(globs, '  ')}
  # - bundle: ${STARTER_BUNDLE} # policies that are nearly always right
`;
  }
  return `# No policy was found here that this version runs, so the bundle judges. Policies of your own go above it: - policies/**
policies:
  - bundle: ${STARTER_BUNDLE}
`;
}

function composeManifests(survey: Survey): string {
  const excluded = testMaterialGlobs(survey);
  if (excluded.length === 0) return '';
  return `# Every YAML and JSON file is looked at, so that no new folder is forgotten; but for what is there to be tested with.
manifests:
  exclude:
${listOf(excluded, '    ')}
`;
}

const KUBERNETES = `# The minor version of your cluster, where it is another:
# kubernetes: "${DEFAULT_CONFIGURATION.kubernetes}"
`;

function listOf(globs: readonly string[], indentation: string): string {
  return globs
    .map((glob) => `${indentation}- ${renderScalar(glob, { place: 'block', quoting: 'plain', quote: '"' })}`)
    .join('\n');
}
