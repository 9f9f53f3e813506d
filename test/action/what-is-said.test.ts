import { expect, test } from 'vitest';
import { labelPolicy, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { saidIn } from './said-in.ts';
import { openStage } from './stage.ts';

const POLICIES = { 'policies/team.yaml': labelPolicy('Audit'), 'policies/privileged.yaml': PRIVILEGED_POLICY };
const MAIN = { ...POLICIES, '.github/tidewaiter.yml': 'levels: { require-team: warn }\n' };
/** One finding that blocks and two that warn. */
const BAD = {
  'deploy/a.yaml': pod('a'),
  'deploy/b.yaml': pod('b'),
  'deploy/web.yaml': pod('web', { team: 'shop', privileged: true }),
};
const GOOD = {
  'deploy/a.yaml': pod('a', { team: 'shop' }),
  'deploy/b.yaml': pod('b', { team: 'shop' }),
  'deploy/web.yaml': pod('web', { team: 'shop' }),
};

test('`comment-summary-in-pr: always` says, too, that all is well', async () => {
  await using stage = await openStage({ main: MAIN, topic: GOOD });

  await stage.run({ inputs: { 'comment-summary-in-pr': 'always' } });

  expect(saidIn(stage.pullRequest)).toEqual({ comments: [], summaries: [expect.stringContaining('✅ Passed')] });
});

test('`comment-summary-in-pr: on-failure` says nothing where all is well, and keeps what it has said up to date', async () => {
  await using stage = await openStage({ main: MAIN, topic: GOOD });
  const { shop, pullRequest } = stage;
  const inputs = { 'comment-summary-in-pr': 'on-failure' };
  const headline = async () => {
    await stage.run({ inputs });
    return saidIn(pullRequest).summaries.map((summary) => summary.split('\n')[1]);
  };

  expect(await headline()).toEqual([]);
  shop.push('topic', BAD);
  expect(await headline()).toEqual(['### ⛔ Blocked: 1 new enforce finding']);
  shop.push('topic', GOOD);
  expect(await headline()).toEqual(['### ✅ Passed: nothing to object to']);
});

test('`comment-summary-in-pr: never` leaves comments on lines, and takes an earlier summary back', async () => {
  await using stage = await openStage({ main: MAIN, topic: BAD });
  await stage.run();

  await stage.run({ inputs: { 'comment-summary-in-pr': 'never' } });

  expect(saidIn(stage.pullRequest)).toMatchObject({ comments: [{}, {}, {}], summaries: [] });
});

test('`max-comments: 2` says the worst on lines, and the rest in the summary', async () => {
  await using stage = await openStage({ main: MAIN, topic: BAD });

  await stage.run({ inputs: { 'max-comments': '2' } });

  const { comments, summaries } = saidIn(stage.pullRequest);
  expect(comments.map(({ path }) => path)).toEqual(['deploy/a.yaml', 'deploy/web.yaml']);
  expect(summaries).toEqual([
    expect.stringMatching(/\*\*1 finding beyond the limit of comments on lines\*\*.*deploy\/b\.yaml\?plain=1#L3/s),
  ]);
});

test('`max-comments: 0` says everything in the summary', async () => {
  await using stage = await openStage({ main: MAIN, topic: BAD });

  await stage.run({ inputs: { 'max-comments': '0' } });

  expect(stage.pullRequest.reviews()).toEqual([]);
  expect(saidIn(stage.pullRequest)).toEqual({
    comments: [],
    summaries: [expect.stringContaining('**3 findings beyond the limit of comments on lines**')],
  });
});

test('two gates with a `name` each leave each other alone', async () => {
  await using stage = await openStage({ main: MAIN, topic: BAD });
  const { shop, pullRequest } = stage;
  await stage.run({ inputs: { name: 'one' } });
  const ofOne = saidIn(pullRequest);
  await stage.run({ inputs: { name: 'other' } });
  const ofBoth = saidIn(pullRequest);

  expect([ofOne.comments.length, ofBoth.comments.length]).toEqual([3, 6]);
  expect(ofBoth.comments).toEqual(expect.arrayContaining([...ofOne.comments]));
  shop.push('topic', GOOD);
  await stage.run({ inputs: { name: 'other' } });
  expect(pullRequest.reviewComments().filter(({ body }) => body.includes(' one '))).toHaveLength(3);
  expect(pullRequest.reviewComments().filter(({ body }) => body.includes(' other '))).toHaveLength(0);
  expect(saidIn(pullRequest).summaries[0]).toEqual(ofOne.summaries[0]);
});

test('a rule of the bundle is linked to where the Action is from', async () => {
  const starter = { '.github/tidewaiter.yml': 'policies: [{ bundle: starter }]\n' };
  await using stage = await openStage({
    main: starter,
    topic: { 'deploy/web.yaml': pod('web', { privileged: true }) },
  });
  const from = { GITHUB_ACTION_REPOSITORY: 'tidewaiter/tidewaiter', GITHUB_ACTION_REF: 'v0.1.0' };

  await stage.run({ environment: { GITHUB_SERVER_URL: 'https://github.com', ...from } });
  expect(stage.pullRequest.visibleComments().map(({ body }) => body)).toContainEqual(
    expect.stringMatching(
      /\[`no-privileged-containers\/privileged`\]\(https:\/\/github\.com\/tidewaiter\/tidewaiter\/blob\/v0\.1\.0\/policies\/starter\/no-privileged-containers\/policy\.yaml\?plain=1#L\d+\)/,
    ),
  );

  await stage.run({ environment: { ...from, GITHUB_ACTION_REPOSITORY: '' } });
  expect(stage.pullRequest.visibleComments().filter(({ body }) => body.includes('/blob/v0.1.0/'))).toEqual([]);
});

test('a finding outside of the diff is told in the summary, with a patch', async () => {
  const web = `${pod('web', { team: 'shop', privileged: true })}${'# as it was\n'.repeat(10)}`;
  await using stage = await openStage({
    main: { ...POLICIES, '.github/tidewaiter.yml': 'report: changed-files\n', 'deploy/web.yaml': web },
    topic: { 'deploy/web.yaml': `${web}# one more\n` },
  });

  await stage.run();

  expect(saidIn(stage.pullRequest)).toEqual({
    comments: [],
    summaries: [expect.stringMatching(/outside of the diff.*\n- {8}privileged: true\n\+ {8}privileged: false\n/s)],
  });
});
