import { didYouMean } from '../base/did-you-mean.ts';
import { seededRandom } from '../base/seeded-random.ts';
import { engines } from '../engines/registry.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import { findSuites } from '../suites/find-suites.ts';
import { runSuiteFile } from '../suites/kyverno/run-suite.ts';
import { renderJson } from '../suites/render-json.ts';
import { renderTable } from '../suites/render-table.ts';
import type { SuiteResult } from '../suites/suite-result.ts';
import { visible } from '../text/visible.ts';
import { describeOptions, type OptionTable, parseArguments, usage } from './arguments.ts';
import { choosePalette } from './colours.ts';
import type { Command, ExitCode } from './command.ts';
import { suiteFilesFromDisk } from './suite-files-from-disk.ts';

const OPTIONS = {
  'file-name': { kind: 'text', short: 'f', value: 'NAME', help: 'the name of the test files (kyverno-test.yaml)' },
  'fail-only': { kind: 'flag', help: 'show only what failed' },
  output: { kind: 'text', short: 'o', value: 'FORMAT', help: 'table (the default), json' },
  'no-color': { kind: 'flag', help: 'no colours; as does the variable NO_COLOR' },
} as const satisfies OptionTable;

export const testCommand: Command = {
  summary: 'run test suites of policies',
  help: `Run test suites of policies: each kyverno-test.yaml names policies, resources and what is expected of them.

Usage: tidewaiter test [PATH…] [OPTIONS]

PATHs are test files, and folders to look for them in (hidden ones, too). Without any, the current folder.

${describeOptions(OPTIONS)}

  tidewaiter test                           every suite here
  tidewaiter test policies --fail-only
  tidewaiter test -o json > results.json

A comparison is "excluded" where the policy answered but none of the rules that the row means did. It counts as success, as
it does in Kyverno's own CLI, and can hide a misspelt name.

Exit codes: 0 everything passed, 1 something failed, 2 a suite could not be run.
`,
  async run(args, surroundings) {
    const { options, positionals } = parseArguments(args, OPTIONS);
    const format = outputFormat(options.output);
    const started = surroundings.clock();
    const files = suiteFilesFromDisk(surroundings.folder);
    const fileName = options['file-name'] ?? 'kyverno-test.yaml';
    const paths = positionals.length === 0 ? [''] : positionals;
    const found = paths.flatMap((path) => {
      const below = findSuites(path, fileName, files);
      if (below.length === 0) throw noSuites(path, fileName);
      return below;
    });
    const run = { files, engines, now: surroundings.now(), random: seededRandom(1) };
    const results = [...new Set(found)].flatMap((file) => runSuiteFile(file, run) ?? []);
    const milliseconds = surroundings.clock() - started;
    const styles = choosePalette(surroundings.output, surroundings.environment, options['no-color']);
    surroundings.output.write(
      format === 'json'
        ? renderJson(results, milliseconds)
        : renderTable(results, { styles, failOnly: options['fail-only'], milliseconds }),
    );
    return exitCodeOf(results);
  },
};

function exitCodeOf(results: readonly SuiteResult[]): ExitCode {
  if (results.some(({ problems }) => problems.length > 0)) return 2;
  return results.every(({ passed }) => passed) ? 0 : 1;
}

const FORMATS = ['table', 'json'] as const;

function outputFormat(given: string | undefined): (typeof FORMATS)[number] {
  const found = FORMATS.find((format) => format === (given ?? 'table'));
  if (found) return found;
  const meant = didYouMean(given ?? '', FORMATS);
  throw usage(
    `--output is "${visible(given ?? '')}", which is none of ${FORMATS.join(', ')}`,
    meant === undefined ? `Use one of ${FORMATS.join(', ')}.` : `Did you mean "${meant}"?`,
  );
}

function noSuites(path: string, fileName: string): ConfigError {
  return new ConfigError(
    `there is no ${visible(fileName)} in ${path === '' ? 'this folder' : visible(path)} or below it`,
    {
      code: 'config/no-such-file',
      remedy: 'Name a folder that holds one, or the files by -f.',
    },
  );
}
