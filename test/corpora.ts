import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * The folder of the public suites and repositories that conformance tests run against: `TIDEWAITER_CORPORA`, by default
 * `../shared/corpora` beside this repository. Undefined where it is absent; such a checkout skips those tests and says how many.
 */
export function corporaFolder(): string | undefined {
  const folder = resolve(repositoryRoot, process.env.TIDEWAITER_CORPORA || '../shared/corpora');
  return existsSync(folder) ? folder : undefined;
}

/** The title of a skipped test that stands in for `suites` suites that could not be run without the corpora. */
export function notRun(suites: number, what: string): string {
  return `${suites} ${what} not run: no corpora (set TIDEWAITER_CORPORA)`;
}
