import type { Check } from '../../github-twin/twin.ts';
import { CHECK } from './check.ts';
import type { Stage } from './situations.ts';

/** All that people and programs see when a judgement has ended, in words that are the same for the same things. */
export interface EndState {
  /** Of the head. */
  readonly check: SeenCheck | undefined;
  /** What a reader of the diff sees. */
  readonly comments: readonly string[];
  /** What a reader of the conversation sees. */
  readonly conversation: readonly string[];
}

type SeenCheck = Pick<Check, 'status' | 'conclusion' | 'title' | 'summary' | 'externalId' | 'buttons'> & {
  readonly annotations: readonly string[];
};

export function endStateOf(stage: Stage): EndState {
  const { pullRequest } = stage;
  const named = (text: string) => withNames(text, stage);
  const [check] = stage.checks().filter(({ name }) => name === CHECK);
  return {
    check: check && seen(check, named),
    comments: pullRequest
      .visibleComments()
      .map(({ path, startLine, line, body }) => named(`${path}:${startLine ?? line}-${line} ${body}`))
      .toSorted(),
    conversation: pullRequest.conversation().map(({ author, body }) => named(`${author}: ${body}`)),
  };
}

function seen(
  { status, conclusion, title, summary, externalId, buttons, annotations }: Check,
  named: (text: string) => string,
): SeenCheck {
  return {
    status,
    conclusion,
    title,
    summary: summary === null ? null : named(summary),
    // What the owners require here is nothing to the verdict; whether it was known, the summary says.
    externalId: named(externalId).replace(/\/owner@\w+$/, ''),
    buttons,
    annotations: annotations.map((annotation) => named(JSON.stringify(annotation))),
  };
}

/** Owners, commits, ports, ids and durations are others in each story. */
function withNames(text: string, { github, repository, pullRequest, headSha }: Stage): string {
  const heads = [pullRequest.headSha, headSha()];
  const withHeads = heads.reduce(
    (named, sha) => named.replaceAll(sha, 'HEAD').replaceAll(sha.slice(0, 10), 'HEAD'),
    text,
  );
  return withHeads
    .replaceAll(github.apiUrl, 'https://api.github.test')
    .replaceAll(github.serverUrl, 'https://github.test')
    .replaceAll(repository.fullName, 'acme/shop')
    .replaceAll(/\b[0-9a-f]{40}\b/g, 'COMMIT')
    .replaceAll(/\bpolicies of [0-9a-f]{10}\b/g, 'policies of COMMIT')
    .replaceAll(/\/(?:issue|review)?comments?[-/]\d+/g, '/comment-ID')
    .replaceAll(/ · \d+(?:\.\d+)? m?s<\/sub>/g, ' · TIME</sub>');
}
