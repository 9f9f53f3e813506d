import { visible } from '../text/visible.ts';
import { describeOptions, type OptionTable, parseArguments, usage } from './arguments.ts';
import type { Command } from './command.ts';
import { composeConfiguration } from './init/compose-configuration.ts';
import { composeWorkflow } from './init/compose-workflow.ts';
import { describeSurvey } from './init/describe-survey.ts';
import { nextSteps } from './init/next-steps.ts';
import { IS_RELEASED } from './init/release.ts';
import { type Survey, surveyRepository } from './init/survey-repository.ts';
import { writeNewFile } from './init/write-new-file.ts';
import { withProgress } from './progress.ts';

const OPTIONS = {
  action: {
    kind: 'text',
    value: 'OWNER/REPOSITORY@COMMIT',
    help: 'what the workflow uses, in place of the latest release',
  },
  print: { kind: 'flag', help: 'write nothing: print both files, also where others are in their place' },
} as const satisfies OptionTable;

const CONFIGURATION = '.github/tidewaiter.yml';
const WORKFLOW = '.github/workflows/tidewaiter.yml';

export const initCommand: Command = {
  summary: 'write a configuration and a workflow',
  get help() {
    return `Look at the repository, and write a configuration and a workflow that fit it, to observe at first. Files that are there
are left as they are.

Usage: tidewaiter init [OPTIONS]

${describeOptions(OPTIONS)}

  tidewaiter init
  tidewaiter init --print

Exit codes: 0 done, 2 not possible.
`;
  },
  async run(args, surroundings) {
    const { options, positionals } = parseArguments(args, OPTIONS);
    if (positionals.length > 0) throw usage('init takes no paths', 'Run it in the repository that it is to look at.');
    const action = options.action === undefined ? undefined : checkAction(options.action);
    const survey = await withProgress(surroundings, (progress) => {
      progress('reading files');
      return surveyRepository(surroundings.folder);
    });
    const drafts = composeDrafts(survey, action);

    const { output, diagnostics } = surroundings;
    if (options.print) {
      diagnostics.write(describeSurvey(survey));
      output.write(drafts.map(({ file, text }) => `# ${file}\n\n${text}`).join('\n'));
      return 0;
    }
    const results = drafts.map((draft) => ({ file: draft.file, ...writeDraft(survey.root, draft) }));
    const written = results.filter(({ outcome }) => outcome === 'written').map(({ file }) => file);
    const { defaultBranch } = survey;
    const withoutRelease = !IS_RELEASED && action === undefined && written.includes(WORKFLOW) ? WORKFLOW : undefined;
    const parts = [
      describeSurvey(survey),
      results.map(describeResult).join(''),
      written.length === 0 ? NOTHING_TO_DO : nextSteps({ files: written, defaultBranch, withoutRelease }),
    ];
    output.write(parts.join('\n'));
    return 0;
  },
};

/** A file to be, and the one that already does its work. */
interface Draft {
  readonly file: string;
  readonly text: string;
  readonly inPlace: string | undefined;
}

function composeDrafts(survey: Survey, action: string | undefined): readonly Draft[] {
  const mergeQueue = survey.workflows.some((workflow) => workflow.mergeQueue);
  return [
    { file: CONFIGURATION, text: composeConfiguration(survey), inPlace: survey.configuration },
    {
      file: WORKFLOW,
      text: composeWorkflow({ action, mergeQueue }),
      inPlace: survey.workflows.find(({ usesTidewaiter }) => usesTidewaiter)?.file,
    },
  ];
}

type DraftResult =
  | { readonly outcome: 'written' }
  /** `instead` is the file that does its work. */
  | { readonly outcome: 'left'; readonly instead: string };

function writeDraft(root: string, { file, text, inPlace }: Draft): DraftResult {
  if (inPlace !== undefined) return { outcome: 'left', instead: inPlace };
  return writeNewFile(root, file, text) === 'written' ? { outcome: 'written' } : { outcome: 'left', instead: file };
}

function describeResult(result: DraftResult & { readonly file: string }): string {
  if (result.outcome === 'written') return `wrote ${result.file}\n`;
  const there = result.instead === result.file ? 'it' : visible(result.instead);
  return `left  ${result.file}: ${there} is there already; --print shows what would have been written\n`;
}

const NOTHING_TO_DO = 'There is nothing to do.\n';

/** The text goes into the workflow as it is, so it may be nothing but a name. */
function checkAction(action: string): string {
  if (/^[\w.-]+\/[\w./-]+@[\w./-]+$/.test(action)) return action;
  throw usage(
    `--action is "${visible(action)}", which names no action`,
    'Write it as a step of a workflow does: OWNER/REPOSITORY@COMMIT.',
  );
}
