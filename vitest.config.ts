import { defineConfig } from 'vitest/config';

/** What only computes: nothing that a test does there is seen by the next one, so that files may share what they import, which halves their time. */
const COMPUTING = [
  'admission',
  'base',
  'conformance',
  'engines',
  'kubernetes',
  'languages',
  'manifests',
  'patch',
  'pipeline',
  'policy',
  'remedy',
  'report',
  'review',
  'revisions',
  'suites',
  'text',
  'yaml',
].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: 'test/temporary-folder.ts',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'computing', include: COMPUTING, isolate: false, testTimeout: 30_000 } },
      {
        extends: true,
        test: { name: 'effects', include: ['test/**/*.test.ts'], exclude: COMPUTING, testTimeout: 30_000 },
      },
    ],
  },
});
