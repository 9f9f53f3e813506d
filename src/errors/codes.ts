/** Every code that an error or a problem of Tidewaiter can bear. `docs/errors.md` has a heading for each; a test compares the two. */
export const ERROR_CODES = [
  // The text of a file
  'yaml/syntax',
  'yaml/duplicate-key',
  'yaml/tab',
  'yaml/unclosed-quote',
  'yaml/unknown-alias',
  'yaml/alias-bomb',
  'yaml/too-deep',
  'yaml/too-large',
  'yaml/bad-tag',
  'yaml/bad-merge',
  'yaml/not-json',
  'file/not-text',
  'file/too-large',
  'file/symbolic-link',
  'file/submodule',
  'file/missing',
  // Manifests
  'manifest/not-an-object',
  'manifest/no-name',
  'manifest/helm-template',
  'manifest/kustomize-patch',
  // Policies
  'policy/unknown-field',
  'policy/wrong-type',
  'policy/missing-field',
  'policy/invalid-value',
  'policy/unsupported',
  'policy/expression',
  'policy/not-found',
  'policy/duplicate',
  // Configuration and the command line
  'config/unknown-key',
  'config/invalid-value',
  'config/unreadable',
  'config/unknown-bundle',
  'config/no-such-file',
  'config/usage',
  'config/not-writable',
  // The repository
  'git/not-a-repository',
  'git/unknown-revision',
  'git/shallow',
  'git/no-merge-base',
  'git/failed',
  // GitHub
  'github/unauthorized',
  'github/forbidden',
  'github/not-found',
  'github/rate-limited',
  'github/unavailable',
  'github/refused',
  'github/malformed',
  'github/too-large',
  // The bot
  'bot/settings',
  'bot/set-up',
  'bot/schema',
  'bot/database-held',
  'bot/database-unavailable',
  // Ourselves
  'engine/crash',
  'fix/file-changed',
  'fix/not-writable',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
