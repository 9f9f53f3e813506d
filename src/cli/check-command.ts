import { didYouMean } from '../base/did-you-mean.ts';
import { DEFAULT_SUGGESTIONS, judge } from '../pipeline.ts';
import { FORMATS_WITH_PASSES, REPORT_FORMATS, REPORTERS, type ReportFormat } from '../report/reporters.ts';
import { exitCodeOf } from '../review/decide.ts';
import { describeOptions, type OptionTable, parseArguments, usage } from './arguments.ts';
import { choosePalette, chooseWidth } from './colours.ts';
import type { Command } from './command.ts';
import { describeError } from './describe-error.ts';
import { JUDGE_OPTIONS, readInstructions } from './judge-options.ts';
import { withProgress } from './progress.ts';
import { readChange } from './read-change.ts';

const { policy, base, ...settings } = JUDGE_OPTIONS;
const OPTIONS = {
  base,
  head: { kind: 'text', value: 'REV', help: 'judge this revision; without it, the working tree' },
  policy,
  output: {
    kind: 'text',
    short: 'o',
    value: 'FORMAT',
    help: 'terminal (the default), json, markdown, sarif, github, junit, rdjson,\npolicyreport, openreports',
  },
  suggestions: {
    kind: 'text',
    value: 'NUMBER',
    help: `findings to prove a suggestion for: ${DEFAULT_SUGGESTIONS} (the default), any number, all`,
  },
  all: { kind: 'flag', help: 'show what passed and what was skipped, too' },
  ...settings,
  'no-color': { kind: 'flag', help: 'no colours; as does the variable NO_COLOR' },
} as const satisfies OptionTable;

export const checkCommand: Command = {
  summary: 'judge manifests',
  get help() {
    return `Judge manifests as the cluster's admission control would.

Usage: tidewaiter check [PATH…] [OPTIONS]

PATHs are files and folders; "-" reads standard input. Without any, the whole repository is judged.

${describeOptions(OPTIONS)}

What --report and the options after it say can be said by variables such as TIDEWAITER_FAIL_ON, too, and (but for the
profile) in .github/tidewaiter.yml. The option beats the variable, and the variable the file.

  tidewaiter check                                 everything here
  tidewaiter check --base main                     what this branch and the working tree change
  tidewaiter check --base v1 --head v2 -o json     between two revisions, for a program
  helm template chart | tidewaiter check - -p policies

Exit codes: 0 nothing blocks, 1 blocking findings, 2 could not judge.
`;
  },
  async run(args, surroundings) {
    const { output, diagnostics, environment, version } = surroundings;
    const { options, positionals } = parseArguments(args, OPTIONS);
    const format = reportFormat(options.output);
    const suggestions = numberOfSuggestions(options.suggestions);
    const instructions = { ...readInstructions(options, surroundings), suggestions };
    const review = await withProgress(surroundings, async (progress) => {
      progress('reading files');
      const what = { paths: positionals, base: options.base, head: options.head };
      const { change, paths } = await readChange(what, surroundings);
      const allVerdicts = options.all || FORMATS_WITH_PASSES.has(format);
      return judge({ ...instructions, change, paths, progress, allVerdicts });
    });
    output.write(
      REPORTERS[format](review, {
        version,
        showAll: options.all,
        width: chooseWidth(output),
        palette: choosePalette(output, environment, options['no-color']),
      }),
    );
    // The report of a terminal shows them; the others are for programs, and a person who runs this reads the diagnostics.
    if (format !== 'terminal') {
      for (const problem of review.problems) diagnostics.write(describeError(problem, surroundings));
    }
    return exitCodeOf(review);
  },
};

function numberOfSuggestions(given: string | undefined): number {
  if (given === undefined) return DEFAULT_SUGGESTIONS;
  if (given === 'all') return Number.POSITIVE_INFINITY;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw usage(`--suggestions is "${given}", which is no number`, 'Give a number, or "all".');
}

function reportFormat(given: string | undefined): ReportFormat {
  if (given === undefined) return 'terminal';
  const found = REPORT_FORMATS.find((format) => format === given);
  if (found) return found;
  const meant = didYouMean(given, REPORT_FORMATS);
  throw usage(
    `--output is "${given}", which is no format of a report`,
    meant === undefined ? `Use one of ${REPORT_FORMATS.join(', ')}.` : `Did you mean "${meant}"?`,
  );
}
