import type { GitHub } from '../../../src/github/client.ts';
import type { PullRequest } from '../../github-twin/twin.ts';
import type { Traffic } from './traffic.ts';

const CHECK = 'tidewaiter: main';
const BOT = 'tidewaiter[bot]';

export interface Place {
  /** With a token that reads checks. */
  readonly api: GitHub;
  /** `acme/shop`. */
  readonly repository: string;
  readonly traffic: Traffic;
}

/** Everything that is not as it should be once all is done: each head has one completed check, and no comment stands twice. */
export async function findLosses(place: Place): Promise<readonly string[]> {
  const losses = await Promise.all(place.traffic.pullRequests.map((each) => lossesOf(each, place)));
  return losses.flat();
}

async function lossesOf(pullRequest: PullRequest, place: Place): Promise<readonly string[]> {
  const { number, headSha } = pullRequest;
  const runs = await readRuns(headSha, place);
  // One that was interrupted after its first annotations is cancelled, and another is made in its place.
  const counted = runs.filter(({ conclusion }) => conclusion !== 'cancelled');
  const expected = place.traffic.isClean(pullRequest) ? 'success' : 'failure';
  const isRight =
    counted.length === 1 && counted[0]?.conclusion === expected && counted[0].external_id?.startsWith(headSha);
  const told = counted.map(({ status, conclusion }) => conclusion ?? status).join(', ') || 'no check';
  const twice = [...repeated(commentsOf(pullRequest)), ...repeated(summariesOf(pullRequest))];
  return [
    ...(isRight ? [] : [`#${number}: ${told} in place of ${expected}`]),
    ...twice.map((comment) => `#${number}: stands twice: ${comment}`),
  ];
}

interface Run {
  readonly status: string;
  readonly conclusion: string | null;
  readonly external_id: string | null;
}

/** All there are, where the twin itself tells the newest alone. */
async function readRuns(headSha: string, { api, repository }: Place): Promise<readonly Run[]> {
  const [owner = '', repo = ''] = repository.split('/');
  const { data } = await api.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    owner,
    repo,
    ref: headSha,
    check_name: CHECK,
    filter: 'all',
  });
  return data.check_runs;
}

function commentsOf(pullRequest: PullRequest): readonly string[] {
  return pullRequest
    .visibleComments()
    .filter(({ author }) => author === BOT)
    .map(({ path, line, body }) => `${path}:${line} ${body}`);
}

/** One at most, whatever it says. */
function summariesOf(pullRequest: PullRequest): readonly string[] {
  return pullRequest
    .conversation()
    .filter(({ author }) => author === BOT)
    .map(() => 'the summary');
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
