import { relative } from 'node:path';
import { countOf } from '../base/count-of.ts';
import { didYouMean } from '../base/did-you-mean.ts';
import { seededRandom } from '../base/seeded-random.ts';
import { engines } from '../engines/registry.ts';
import { ConfigError } from '../errors/tidewaiter-error.ts';
import { compileSelection } from '../suites/kyverno/select-rows.ts';
import type { SuiteReport } from '../suites/suite-report.ts';
import { SUITE_REPORTERS, type SuiteFormat } from '../suites/suite-reporters.ts';
import { visible } from '../text/visible.ts';
import { describeOptions, type OptionTable, type OptionValues, parseArguments, usage } from './arguments.ts';
import { choosePalette } from './colours.ts';
import type { Command, ExitCode, Surroundings } from './command.ts';
import { suiteFilesFromDisk } from './suite-files-from-disk.ts';
import { parseSelection } from './test/parse-selection.ts';
import { SuiteRuns } from './test/suite-runs.ts';
import { FolderWatch } from './test/watch-folders.ts';

const OPTIONS = {
  'file-name': { kind: 'text', short: 'f', value: 'NAME', help: 'the name of the test files (kyverno-test.yaml)' },
  'test-case-selector': {
    kind: 'text',
    short: 't',
    value: 'SELECTOR',
    help: 'run only some rows: policy=…,rule=…,resource=…, each\noptional, with * and ? as wildcards',
  },
  strict: {
    kind: 'flag',
    help: 'fail where a row names what does not exist or compares\nnothing; tell which rules no row exercises',
  },
  'fail-only': { kind: 'flag', help: 'show only what failed' },
  'detailed-results': { kind: 'flag', help: 'show every comparison, and what each rule said' },
  output: { kind: 'text', short: 'o', value: 'FORMAT', help: 'table (the default), json, yaml, markdown, junit' },
  watch: { kind: 'flag', short: 'w', help: 'run again what a changed file touches, until Ctrl-C' },
  'no-color': { kind: 'flag', help: 'no colours; as does the variable NO_COLOR' },
} as const satisfies OptionTable;

type Options = OptionValues<typeof OPTIONS>;

export const testCommand: Command = {
  summary: 'run test suites of policies',
  help: `Run test suites of policies: each kyverno-test.yaml names policies, resources and what is expected of them.

Usage: tidewaiter test [PATH…] [OPTIONS]

PATHs are test files, and folders to look for them in (hidden ones, too). Without any, the current folder.

${describeOptions(OPTIONS)}

  tidewaiter test --strict                  every suite here, and no row that checks nothing
  tidewaiter test policies --fail-only
  tidewaiter test -t policy=require-*,resource=web
  tidewaiter test -o junit > results.xml

A comparison is "excluded" where the policy answered but none of the rules that the row means did. It counts as success, as
it does in Kyverno's own CLI, and can hide a misspelt name: --strict tells.

Exit codes: 0 everything passed, 1 something failed, 2 a suite could not be run.
`,
  async run(args, surroundings) {
    const { options, positionals } = parseArguments(args, OPTIONS);
    const tell = teller(options, surroundings);
    const runs = new SuiteRuns({
      paths: positionals.length === 0 ? [''] : positionals,
      fileName: options['file-name'] ?? 'kyverno-test.yaml',
      folder: surroundings.folder,
      surroundings: suiteSurroundings(options, surroundings),
      clock: () => surroundings.clock(),
    });
    const report = runs.runAll();
    if (report.results.length === 0) throw nothingSelected(options['test-case-selector']);
    tell(report);
    if (!options.watch) return exitCodeOf(report);
    await watchSuites(runs, tell, surroundings);
    return 0;
  },
};

type Tell = (report: SuiteReport) => void;

function teller(options: Options, { output, environment }: Surroundings): Tell {
  const reporter = SUITE_REPORTERS[outputFormat(options.output)];
  const palette = choosePalette(output, environment, options['no-color']);
  const { strict, 'fail-only': failOnly, 'detailed-results': detailed } = options;
  return (report) => output.write(reporter(report, { strict, failOnly, detailed, palette }));
}

function suiteSurroundings(options: Options, { folder, now }: Surroundings) {
  const selector = options['test-case-selector'];
  return {
    files: suiteFilesFromDisk(folder),
    engines,
    now: now(),
    random: seededRandom(1),
    strict: options.strict,
    ...(selector === undefined ? {} : { selection: compileSelection(parseSelection(selector)) }),
  };
}

function exitCodeOf({ results }: SuiteReport): ExitCode {
  if (results.some(({ problems }) => problems.length > 0)) return 2;
  return results.every(({ passed }) => passed) ? 0 : 1;
}

/** Nothing of what was told before is cleared: whoever watches may want to look back. */
async function watchSuites(runs: SuiteRuns, tell: Tell, surroundings: Surroundings): Promise<void> {
  const { diagnostics, folder } = surroundings;
  using watch = new FolderWatch((changed) => {
    // Editors write more than what they save.
    const known = [...changed].filter((path) => runs.asksFor(path));
    const report = runs.runTouched(changed);
    if (report !== undefined) {
      const names = (known.length > 0 ? known : [...changed]).map((path) => relative(folder, path));
      diagnostics.write(`\nchanged: ${listed(names)}\n`);
      tell(report);
      // What passes now is not all that there is.
      const failing = runs.failingBeside(report);
      if (failing.length > 0) diagnostics.write(`still failing: ${listed(failing)}\n`);
    }
    watch.follow(runs.folders());
  });
  watch.follow(runs.folders());
  diagnostics.write(`\nwatching ${countOf(runs.folders().size, 'folder')}; Ctrl-C ends\n`);
  await surroundings.untilInterrupted();
}

const MOST_NAMES = 3;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => visible(name));
  return `${shown.join(', ')}${names.length > MOST_NAMES ? ', …' : ''}`;
}

function outputFormat(given: string | undefined): SuiteFormat {
  const formats = Object.keys(SUITE_REPORTERS) as SuiteFormat[];
  const found = formats.find((format) => format === (given ?? 'table'));
  if (found) return found;
  const meant = didYouMean(given ?? '', formats);
  throw usage(
    `--output is "${visible(given ?? '')}", which is none of ${formats.join(', ')}`,
    meant === undefined ? `Use one of ${formats.join(', ')}.` : `Did you mean "${meant}"?`,
  );
}

function nothingSelected(selector: string | undefined): ConfigError {
  return selector === undefined
    ? new ConfigError('the test files hold no suite', {
        code: 'config/no-such-file',
        remedy: 'They are empty, or comments alone.',
      })
    : usage(`no row of any suite is selected by "${visible(selector)}"`, 'See the names with -o json.');
}
