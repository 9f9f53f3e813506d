import type { InputName } from '../../../action/inputs.ts';
import { runAction } from '../../../action/run.ts';
import type { Runner, RunnerAnnotation } from '../../../action/runner.ts';
import type { Patience } from '../../../src/github/patience.ts';
import type { GitHub, Repository } from '../../github-twin/twin.ts';

/** What a run leaves at the runner. */
export interface InProcessRun {
  readonly exitCode: 0 | 1;
  readonly outputs: { readonly [name: string]: string };
  readonly annotations: readonly RunnerAnnotation[];
  readonly summary: string;
}

export interface InProcessStart {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly token: string;
  /** The event's payload, on disk. */
  readonly eventPath: string;
  /** An empty folder: there is no checkout, so that everything is read over the API. */
  readonly workspace: string;
  readonly patience: Patience;
  readonly inputs?: { readonly [name in InputName]?: string };
}

/** Runs the Action in this process, which is as true as its bundle but for the patience, and faster than a process for each. */
export async function runInProcess(start: InProcessStart): Promise<InProcessRun> {
  const { github, repository, token, eventPath, workspace, patience } = start;
  const inputs = { 'github-token': token, ...start.inputs };
  const outputs: Record<string, string> = {};
  const annotations: RunnerAnnotation[] = [];
  let summary = '';
  const runner: Runner = {
    version: '0.0.0',
    environment: {
      GITHUB_API_URL: github.apiUrl,
      GITHUB_SERVER_URL: github.serverUrl,
      GITHUB_REPOSITORY: repository.fullName,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_WORKSPACE: workspace,
    },
    patience,
    input: (name) => inputs[name] ?? '',
    output: (name, value) => {
      outputs[name] = value;
    },
    debug: () => {},
    write: () => {},
    annotate: (annotation) => {
      annotations.push(annotation);
    },
    summarise: async (markdown) => {
      summary += markdown;
    },
    now: () => Date.UTC(2026, 0, 5),
    clock: () => performance.now(),
  };
  const exitCode = await runAction(runner);
  return { exitCode, outputs, annotations, summary };
}
