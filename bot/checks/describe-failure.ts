import { escapeMarkdown } from '../../src/report/escape-markdown.ts';
import type { Judgement } from '../store/judgement.ts';
import { type Completion, RECHECK } from './check.ts';

/** Why nothing came of a job. */
export interface Failure {
  /** Its lines are paragraphs. */
  readonly reason: string;
  /** Whether it was tried until no tries were left, or would have been in vain again. */
  readonly tries: 'one' | 'all';
  /** How long each step of the last try took, where it was made just now. */
  readonly steps: Judgement['steps'];
}

/** The end of a check of which nothing can be judged: red, and why. */
export function describeFailure(
  { reason, tries }: Pick<Failure, 'reason' | 'tries'>,
  judged: 'pull-request' | 'merge-group',
): Completion {
  const again =
    judged === 'pull-request'
      ? 'Run it again by the button, by a comment `/tidewaiter recheck`, or by another push.'
      : 'Put the pull request into the queue again.';
  return {
    ...NOTHING_TOLD,
    conclusion: 'failure',
    title: 'Could not judge',
    summary: [...reason.split('\n').map(escapeMarkdown), `${TRIED[tries]}${again}`].join('\n\n'),
    buttons: judged === 'pull-request' ? [RECHECK] : [],
  };
}

/** The end of a check of a commit that is the head no longer: nothing is said of it. */
export function describeSuperseded(head: string): Completion {
  return {
    ...NOTHING_TOLD,
    conclusion: 'cancelled',
    title: 'Superseded',
    summary: `The pull request had moved on to ${head} before this commit was judged.`,
  };
}

/** The end of a check where the configuration has been taken away. A check that is required is satisfied by `neutral`. */
export function describeUnconfigured(subject: string): Completion {
  return {
    ...NOTHING_TOLD,
    subject,
    conclusion: 'neutral',
    title: 'Nothing to judge: there is no configuration',
    summary: 'Neither the base branch nor the owner of this repository has a `.github/tidewaiter.yml` any more.',
  };
}

const TRIED: { readonly [tries in Failure['tries']]: string } = { one: '', all: 'It was tried several times. ' };

const NOTHING_TOLD = { subject: undefined, annotations: [], buttons: [] } as const;
