import { countOf } from '../base/count-of.ts';
import { TidewaiterError } from '../errors/tidewaiter-error.ts';
import type { Review } from '../model/review.ts';
import { judge } from '../pipeline.ts';
import { nameOfRule } from '../report/finding-words.ts';
import { reportToTerminal } from '../report/terminal.ts';
import { collectFixes, type Fix } from '../review/collect-fixes.ts';
import { exitCodeOf } from '../review/decide.ts';
import { startOf } from '../text/position.ts';
import { unifiedDiff } from '../text/unified-diff.ts';
import { visible } from '../text/visible.ts';
import { describeOptions, type OptionTable, parseArguments, usage } from './arguments.ts';
import { choosePalette, chooseWidth } from './colours.ts';
import type { Command, OutputStream, Surroundings } from './command.ts';
import { withEditedFiles } from './edited-files.ts';
import { JUDGE_OPTIONS, readInstructions } from './judge-options.ts';
import { withProgress } from './progress.ts';
import { readChange } from './read-change.ts';
import { replaceFile } from './write-file.ts';

const OPTIONS = {
  ...JUDGE_OPTIONS,
  'dry-run': { kind: 'flag', help: 'write nothing: print the changes as a diff that `git apply` reads' },
  'no-color': { kind: 'flag', help: 'no colours; as does the variable NO_COLOR' },
} as const satisfies OptionTable;

export const fixCommand: Command = {
  summary: 'write the proven suggestions',
  get help() {
    return `Write the suggestions that are proven: applied in memory and judged again by all policies, the violation is gone and
nothing new is there. A file that changed meanwhile is left as it is.

Usage: tidewaiter fix [PATH…] [OPTIONS]

${describeOptions(OPTIONS)}

  tidewaiter fix --base main                 mend what this branch brings
  tidewaiter fix --dry-run | git apply       the same as a diff

Exit codes, for what is left after it: 0 nothing blocks, 1 blocking findings, 2 could not judge or write.
`;
  },
  async run(args, surroundings) {
    const { options, positionals } = parseArguments(args, OPTIONS);
    const instructions = readInstructions(options, surroundings);
    const dryRun = options['dry-run'];
    const { root, fixes, after } = await withProgress(surroundings, async (progress) => {
      progress('reading files');
      const { change, paths, root } = await readChange({ paths: positionals, base: options.base }, surroundings);
      if (root === undefined && !dryRun)
        throw usage('standard input cannot be written to', 'Use --dry-run to get a diff.');
      const all = { ...instructions, suggestions: Number.POSITIVE_INFINITY };
      const review = await judge({ ...all, change, paths, progress });
      const fixes = collectFixes(review.findings);
      if (fixes.length === 0) return { root, fixes, after: review };
      const edited = withEditedFiles(change, new Map(fixes.map(({ source, text }) => [source.file, text])));
      return { root, fixes, after: await judge({ ...instructions, change: edited, paths, progress }) };
    });

    const { output, diagnostics } = surroundings;
    const noColour = options['no-color'];
    if (dryRun) {
      for (const { source, text } of fixes) output.write(unifiedDiff(source.file, source.text, text));
      diagnostics.write(reportRest(after, fixes, diagnostics, surroundings, noColour));
      return exitCodeOf(after);
    }
    const failures = root === undefined ? [] : writeFixes(root, fixes);
    const written = fixes.filter((fix) => !failures.some(({ span }) => span?.source === fix.source));
    const rest = { ...after, problems: [...after.problems, ...failures] };
    output.write(describeFixes(written));
    output.write(reportRest(rest, written, output, surroundings, noColour));
    return exitCodeOf(rest);
  },
};

/** One file that cannot be written must not keep the others from it. */
function writeFixes(root: string, fixes: readonly Fix[]): readonly TidewaiterError[] {
  return fixes.flatMap(({ source, text }) => {
    try {
      replaceFile(root, source, text);
      return [];
    } catch (error) {
      if (error instanceof TidewaiterError) return [error];
      throw error;
    }
  });
}

function describeFixes(fixes: readonly Fix[]): string {
  return fixes
    .map(({ source, findings }) => {
      const lines = findings.map(
        (finding) => `  line ${startOf(finding.location.span).line}: ${visible(nameOfRule(finding))}`,
      );
      return `${visible(source.file)}: ${countOf(findings.length, 'finding')} mended\n${lines.join('\n')}\n`;
    })
    .join('');
}

function reportRest(
  after: Review,
  fixes: readonly Fix[],
  stream: OutputStream,
  { environment, version }: Surroundings,
  noColour: boolean,
): string {
  const report = reportToTerminal(after, {
    version,
    showAll: false,
    width: chooseWidth(stream),
    palette: choosePalette(stream, environment, noColour),
  });
  if (after.findings.length === 0 || fixes.length === 0) return fixes.length === 0 ? report : `\n${report}`;
  return `\nWhat is left:\n\n${report}`;
}
