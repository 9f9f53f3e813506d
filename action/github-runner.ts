import { debug, error, getInput, notice, setOutput, summary, warning } from '@actions/core';
import { PATIENCE } from '../src/github/patience.ts';
import { visible } from '../src/text/visible.ts';
import type { Runner, RunnerAnnotation } from './runner.ts';
import { withoutCommands } from './without-commands.ts';

const ANNOTATE = { error, warning, notice } as const;

/** The runner of GitHub Actions around this process. */
export function githubRunner(version: string): Runner {
  return {
    version,
    environment: process.env,
    input: (name) => getInput(name),
    output: (name, value) => setOutput(name, value),
    debug: (line) => debug(visible(line)),
    write: (text) => {
      process.stdout.write(withoutCommands(text));
    },
    annotate,
    async summarise(markdown) {
      // Where there is no summary, as outside of a runner, the log has said it all.
      if (process.env.GITHUB_STEP_SUMMARY) await summary.addRaw(markdown, true).write();
    },
    patience: PATIENCE,
    now: () => Date.now(),
    clock: () => performance.now(),
  };
}

function annotate({ level, title, message, ...place }: RunnerAnnotation): void {
  const properties = Object.entries({ title: visible(title), ...place }).filter(([, value]) => value !== undefined);
  ANNOTATE[level](visible(message, { keepLines: true }), Object.fromEntries(properties));
}
