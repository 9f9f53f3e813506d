import { resolve } from 'node:path';
import { GitHubError, TidewaiterError } from '../src/errors/tidewaiter-error.ts';
import { type GitHub, openGitHub } from '../src/github/client.ts';
import { composePublication } from '../src/github/compose-publication.ts';
import { type Published, publishReview } from '../src/github/publish-review.ts';
import type { Review } from '../src/model/review.ts';
import { judge } from '../src/pipeline.ts';
import { addressesAtGitHub, type Whereabouts } from '../src/report/whereabouts.ts';
import { bundledFiles } from '../src/repository/bundled-files.ts';
import { visible } from '../src/text/visible.ts';
import { conclude, concludeWithError, type Said } from './conclude.ts';
import { type RunEvent, readEvent } from './event.ts';
import { type ActionInputs, readInputs } from './inputs.ts';
import { type OpenSubject, readSubject, type SubjectRead } from './read-subject.ts';
import type { Runner } from './runner.ts';

/**
 * One run of the Action: judges what the event is about, says it in the pull request, in annotations and in the step summary, and gives
 * the job's exit code. Whatever keeps it from judging or from saying so is red.
 */
export async function runAction(runner: Runner): Promise<0 | 1> {
  try {
    const inputs = readInputs((name) => runner.input(name), runner.environment);
    const event = readEvent(runner.environment, inputs);
    if (event.subject.kind !== 'closed') return await judgeAndSay(event, event.subject, inputs, runner);
    runner.write(`The pull request #${event.subject.number} is closed: there is nothing to judge.\n`);
    runner.output('conclusion', 'pass');
    return 0;
  } catch (error) {
    return concludeWithError(error, runner);
  }
}

/** A head that moves while it is judged is judged again, for nothing stale may be said. */
const MOST_ROUNDS = 4;

async function judgeAndSay(
  event: RunEvent,
  subject: OpenSubject,
  inputs: ActionInputs,
  runner: Runner,
): Promise<0 | 1> {
  const log = (line: string) => runner.write(`${visible(line)}\n`);
  const github = openGitHub({
    apiUrl: runner.environment.GITHUB_API_URL ?? 'https://api.github.com',
    token: inputs.token,
    userAgent: `tidewaiter/${runner.version}`,
    log: (line) => runner.debug(line),
    patience: runner.patience,
  });
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const read = await readSubject(github, subject, { event, folder: checkoutOf(inputs, runner), log });
    if (read.pullRequest && read.pullRequest.state.state !== 'open') throw isClosed(read.pullRequest.state.number);
    const review = await judgeSubject(read, event, inputs, runner);
    const where = whereaboutsOf(read, review, event, runner);
    const said = await sayReview(github, review, { event, read, inputs, where, version: runner.version });
    if (said.outcome !== 'moved') return conclude(review, { subject, read, inputs, where, said }, runner);
    log('The head of the pull request has moved meanwhile: judging it again.');
  }
  throw new GitHubError(`the head of the pull request has moved ${MOST_ROUNDS} times while it was judged`, {
    code: 'github/unavailable',
    remedy: 'The run of its last push judges it.',
  });
}

interface Saying {
  readonly event: RunEvent;
  readonly read: SubjectRead;
  readonly inputs: ActionInputs;
  readonly where: Whereabouts;
  readonly version: string;
}

/** Says a review in its pull request; where there is none (a push, a merge group) nothing is said. */
async function sayReview(
  github: GitHub,
  review: Review,
  { event, read, inputs, where, version }: Saying,
): Promise<Said | Extract<Published, { outcome: 'moved' }>> {
  if (!read.pullRequest) return { outcome: 'nowhere' };
  const { state, files } = read.pullRequest;
  const { name: gate, maxComments, summaryMode } = inputs;
  const publication = composePublication(review, {
    gate,
    files,
    maxComments,
    summaryMode,
    whereabouts: where,
    version,
  });
  try {
    return await publishReview(github, { owner: event.owner, repo: event.repo, number: state.number }, publication);
  } catch (error) {
    if (!(error instanceof TidewaiterError)) throw error;
    return { outcome: 'failed', error };
  }
}

function judgeSubject(
  { change, pullRequest }: SubjectRead,
  { workflowFile, isOfAuthor }: RunEvent,
  { overrides, policies, configurationFile }: ActionInputs,
  runner: Runner,
): Promise<Review> {
  return judge({
    change,
    author: pullRequest?.state.author,
    library: bundledFiles(),
    asked: {
      authority: isOfAuthor ? 'tighten' : 'override',
      overrides,
      policies,
      ...(configurationFile === undefined ? {} : { configurationFile }),
    },
    workflowFile,
    now: runner.now(),
    seed: 1,
    clock: () => runner.clock(),
  });
}

function checkoutOf({ workingDirectory = '' }: ActionInputs, { environment }: Runner): string {
  return resolve(environment.GITHUB_WORKSPACE ?? '.', workingDirectory);
}

function whereaboutsOf(
  { baseName }: SubjectRead,
  { base, head }: Review,
  { owner, repo }: RunEvent,
  { environment }: Runner,
): Whereabouts {
  const server = environment.GITHUB_SERVER_URL ?? PUBLIC_GITHUB;
  const bundle = server === PUBLIC_GITHUB ? bundleAddress(environment) : undefined;
  return { linkTo: addressesAtGitHub({ url: `${server}/${owner}/${repo}`, base, head, bundle }), base: baseName };
}

const PUBLIC_GITHUB = 'https://github.com';

/** The step's `uses:` says where the bundled policies are from, if it is not of this very checkout. A server of one's own may lack them. */
function bundleAddress({
  GITHUB_ACTION_REPOSITORY: repository = '',
  GITHUB_ACTION_REF: ref = '',
}: Runner['environment']): string | undefined {
  const isPlain = [repository, ref].every((part) => /^[\w./-]+$/.test(part));
  return isPlain ? `${PUBLIC_GITHUB}/${repository}/blob/${ref}/policies` : undefined;
}

function isClosed(number: number): GitHubError {
  return new GitHubError(`the pull request #${number} was closed before it could be judged`, {
    code: 'github/not-found',
    remedy: 'Reopen it to have it judged.',
  });
}
