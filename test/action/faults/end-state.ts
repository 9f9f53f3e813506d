import type { InProcessRun } from './run-in-process.ts';
import type { Stage } from './situations.ts';

/** All that people and programs see when a run has ended, in words that are the same for the same things. */
export interface EndState {
  readonly exitCode: 0 | 1;
  readonly outputs: InProcessRun['outputs'];
  readonly annotations: readonly string[];
  readonly summary: string;
  /** What a reader of the diff sees. */
  readonly comments: readonly string[];
  /** What a reader of the conversation sees. */
  readonly conversation: readonly string[];
}

export function endStateOf(run: InProcessRun, stage: Stage): EndState {
  const { pullRequest } = stage;
  const named = (text: string) => withNames(text, stage);
  return {
    exitCode: run.exitCode,
    outputs: Object.fromEntries(Object.entries(run.outputs).map(([name, value]) => [name, named(value)])),
    annotations: run.annotations.map((annotation) => named(JSON.stringify(annotation))),
    summary: named(run.summary),
    comments: pullRequest
      .visibleComments()
      .map(({ path, startLine, line, body }) => named(`${path}:${startLine ?? line}-${line} ${body}`))
      .toSorted(),
    conversation: pullRequest.conversation().map(({ author, body }) => named(`${author}: ${body}`)),
  };
}

/** Commits, ports, ids and durations are others in each run. */
function withNames(text: string, { github, pullRequest }: Stage): string {
  return text
    .replaceAll(github.serverUrl, 'https://github.test')
    .replaceAll(pullRequest.headSha, 'HEAD')
    .replaceAll(pullRequest.headSha.slice(0, 10), 'HEAD')
    .replaceAll(/\b[0-9a-f]{40}\b/g, 'COMMIT')
    .replaceAll(/\bpolicies of [0-9a-f]{10}\b/g, 'policies of COMMIT')
    .replaceAll(/#issuecomment-\d+/g, '#issuecomment-ID')
    .replaceAll(/ · \d+(?:\.\d+)? m?s<\/sub>/g, ' · TIME</sub>');
}
