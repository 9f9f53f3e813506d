import type { GitHub } from '../../../src/github/client.ts';
import type { ConversationComment, PullRequest } from '../../github-twin/twin.ts';
import type { Asked, Traffic } from './traffic.ts';

const CHECK = 'tidewaiter: main';
const BOT = 'tidewaiter[bot]';

export interface Place {
  /** With a token that reads checks. */
  readonly api: GitHub;
  /** `acme/shop`. */
  readonly repository: string;
  readonly traffic: Traffic;
}

/**
 * Everything that is not as it should be once all is done: each head has a completed check and none that is still to be, each command is answered
 * once, and no comment stands twice.
 */
export async function findLosses(place: Place): Promise<readonly string[]> {
  const losses = await Promise.all(place.traffic.pullRequests.map((each) => lossesOf(each, place)));
  return losses.flat();
}

async function lossesOf(pullRequest: PullRequest, place: Place): Promise<readonly string[]> {
  const asked = place.traffic.askedAt(pullRequest);
  const twice = [...repeated(commentsOf(pullRequest)), ...repeated(summariesOf(pullRequest))];
  const losses = [
    ...(await lostChecks(pullRequest, place)),
    ...lostAnswers(pullRequest, asked),
    ...twice.map((comment) => `stands twice: ${comment}`),
  ];
  return losses.map((loss) => `#${pullRequest.number}: ${loss}`);
}

/**
 * GitHub counts the newest of a name. There is no other, unless somebody asked for the head to be judged again: annotations cannot be taken
 * back, so that is said in a check of its own. What was judged twice was judged alike.
 */
async function lostChecks(pullRequest: PullRequest, place: Place): Promise<readonly string[]> {
  const { headSha } = pullRequest;
  const runs = await readRuns(headSha, place);
  // One that was interrupted after its first annotations is cancelled, and another is made in its place.
  const counted = runs.filter(({ conclusion }) => conclusion !== 'cancelled');
  const expected = place.traffic.isClean(pullRequest) ? 'success' : 'failure';
  const mayBeSeveral = place.traffic.askedAt(pullRequest).some(({ command }) => command === 'recheck');
  const areRight =
    runs[0] === counted[0] &&
    (mayBeSeveral ? counted.length >= 1 : counted.length === 1) &&
    counted.every((run) => run.conclusion === expected && run.external_id?.startsWith(headSha));
  const told = runs.map(({ status, conclusion }) => conclusion ?? status).join(', ') || 'no check';
  return areRight ? [] : [`${told} in place of ${expected}`];
}

interface Run {
  readonly id: number | bigint;
  readonly status: string;
  readonly conclusion: string | null;
  readonly external_id: string | null;
}

/** All there are, the newest first, where the twin itself tells the newest alone. */
async function readRuns(headSha: string, { api, repository }: Place): Promise<readonly Run[]> {
  const [owner = '', repo = ''] = repository.split('/');
  const { data } = await api.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    owner,
    repo,
    ref: headSha,
    check_name: CHECK,
    filter: 'all',
  });
  return data.check_runs.toSorted((left, right) => Number(right.id) - Number(left.id));
}

/** Each command gets its reaction. In words, what was asked for is told once to each comment, and that they may not have it once to each person. */
function lostAnswers(pullRequest: PullRequest, asked: readonly Asked[]): readonly string[] {
  const answered = answersOf(pullRequest);
  const answersTo = (some: readonly Asked[]) => answered.filter((id) => some.some((each) => each.id === id)).length;
  const unheard = asked.filter((each) => !reactionsTo(each, pullRequest).includes(REACTIONS[each.login]));
  const told = asked.filter(({ login }) => login === 'alice').map((each) => [each]);
  const refused = asked.filter(({ login }) => login === 'rita');
  const misspoken = [...told, ...(refused.length > 0 ? [refused] : [])].filter(
    (some) => answersTo(some) !== dueTo(some),
  );
  return [
    ...unheard.map((each) => `${reactionsTo(each, pullRequest).join(', ') || 'no reaction'} to ${wordsOf(each)}`),
    ...misspoken.map((some) => `${answersTo(some)} answers to ${some.map(wordsOf).join(' and ')}`),
  ];
}

const REACTIONS = { alice: '+1', rita: '-1' } as const;

/** The comments that were answered in words, one for each answer. */
function answersOf(pullRequest: PullRequest): readonly number[] {
  return spokenBy(BOT, pullRequest).flatMap(({ body }) => {
    const comment = ANSWER.exec(body)?.[1];
    return comment === undefined ? [] : [Number(comment)];
  });
}

const ANSWER = /^<!-- tidewaiter answer conversation (\d+) /;

function reactionsTo({ id }: Asked, pullRequest: PullRequest): readonly string[] {
  const comment = pullRequest.conversation().find((each) => each.id === id);
  return comment?.reactions.map(({ content }) => content) ?? [];
}

/** Who may have it done sees a recheck in the check. */
function dueTo([first]: readonly Asked[]): number {
  return first?.login === 'alice' && first.command === 'recheck' ? 0 : 1;
}

function wordsOf({ login, command, id }: Asked): string {
  return `${login}'s ${command} (${id})`;
}

function commentsOf(pullRequest: PullRequest): readonly string[] {
  return pullRequest
    .visibleComments()
    .filter(({ author }) => author === BOT)
    .map(({ path, line, body }) => `${path}:${line} ${body}`);
}

/** One at most, whatever it says. */
function summariesOf(pullRequest: PullRequest): readonly string[] {
  return spokenBy(BOT, pullRequest)
    .filter(({ body }) => !ANSWER.test(body))
    .map(() => 'the summary');
}

function spokenBy(login: string, pullRequest: PullRequest): readonly ConversationComment[] {
  return pullRequest.conversation().filter(({ author }) => author === login);
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
