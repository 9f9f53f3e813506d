import { describe, expect, it } from 'vitest';
import type { BranchJob } from '../../../bot/judging/judge-branch.ts';
import { htmlError } from '../../github-twin/faults.ts';
import type { Files } from '../../github-twin/twin.ts';
import { CONFIGURED, openLabelStage, TEAM_POLICY, WITH_TEAM } from './shop.ts';
import { openStage, type Stage } from './stage.ts';

const CONFIGURATION = '.github/tidewaiter.yml';
const FIXTURE = { 'fixtures/shop.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n' };
const EXEMPTIONS = `exemptions:
  - policy: require-team
    reason: it moves to another team
    until: 2020-01-01
`;

it('the open pull requests of a branch are queued, a few at once and the others later', async () => {
  await using stage = await openStage({ main: { ...CONFIGURED, ...TEAM_POLICY } });
  const { shop } = stage;
  shop.push('release', {}, { from: 'main' });
  for (let index = 0; index < 12; index += 1)
    shop.push(`topic-${index}`, { [`${index}.yaml`]: 'a: 1\n' }, { from: 'main' });
  const pullRequests = Array.from({ length: 12 }, (_, index) => shop.openPullRequest({ head: `topic-${index}` }));
  shop.openPullRequest({ head: 'topic-0', base: 'release' });
  pullRequests[3]?.close();

  expect(await stage.run(jobFor(stage))).toEqual({ outcome: 'done' });

  const queued = [...stage.queue.values()];
  expect(queued.map(({ job }) => 'number' in job && job.number).sort()).toEqual(
    pullRequests
      .filter((each) => each.state() === 'open')
      .map(({ number }) => number)
      .sort(),
  );
  expect(queued.every(({ priority }) => priority === 'low')).toBe(true);
  expect(queued.map(({ inSeconds }) => inSeconds)).toEqual([...Array<number>(10).fill(0), 60]);
});

describe('a push', () => {
  const policyOfOthers = {
    'policies/others.yaml': TEAM_POLICY['policies/team.yaml'].replace('require-team', 'others'),
  };

  it.each<[string, Files, Files]>([
    ['the configuration', CONFIGURED, { [CONFIGURATION]: 'mode: observe\n' }],
    ['the configuration, which it takes away', CONFIGURED, { [CONFIGURATION]: null }],
    ['the configuration, which it brings', {}, CONFIGURED],
    ['a policy, wherever it is', CONFIGURED, { 'apps/others.yaml': policyOfOthers['policies/others.yaml'] }],
    ['a policy, which it takes away', CONFIGURED, { 'policies/team.yaml': null }],
    ['a policy that the configuration names', { [CONFIGURATION]: 'policies: [policies/**]\n' }, policyOfOthers],
    [
      'a policy that the configuration names, in a file of any name',
      { [CONFIGURATION]: 'policies: [rules/team.policy]\n', 'rules/team.policy': TEAM_POLICY['policies/team.yaml'] },
      { 'rules/team.policy': policyOfOthers['policies/others.yaml'] },
    ],
    [
      'a policy, which it moves to where nobody looks for one',
      CONFIGURED,
      { 'policies/team.yaml': null, 'policies/team.txt': TEAM_POLICY['policies/team.yaml'] },
    ],
    ['the exemptions', CONFIGURED, { '.github/tidewaiter/exemptions.yml': EXEMPTIONS }],
    [
      'the exemptions, wherever the configuration has them',
      { [CONFIGURATION]: 'exemptions: exempt.yml\n', 'exempt.yml': EXEMPTIONS },
      { 'exempt.yml': EXEMPTIONS.replace('2020', '2021') },
    ],
    ['a fixture', { [CONFIGURATION]: 'cluster: { fixtures: [fixtures] }\n' }, FIXTURE],
  ])('that changes %s has them judged again', async (_, before, pushed) => {
    await using stage = await openLabelStage({ main: { ...TEAM_POLICY, ...before } });
    await stage.run(pushTo(stage, pushed));
    expect(numbersIn(stage)).toEqual([stage.pullRequest.number]);
  });

  it.each<[string, Files, Files]>([
    ['of manifests alone', CONFIGURED, { ...WITH_TEAM, ...FIXTURE }],
    ['that says of a policy what it said before', CONFIGURED, comment(TEAM_POLICY)],
    ['of a policy that the configuration does not name', { [CONFIGURATION]: 'policies: [rules/**]\n' }, policyOfOthers],
    ['to a repository without a configuration', {}, policyOfOthers],
  ])('%s has not', async (_, before, pushed) => {
    await using stage = await openLabelStage({ main: { ...TEAM_POLICY, ...before } });
    await stage.run(pushTo(stage, pushed));
    expect(numbersIn(stage)).toEqual([]);
  });

  it('that changes a fixture that the owner requires has them judged again', async () => {
    await using stage = await openLabelStage();
    const required = 'required: { cluster: { fixtures: [fixtures] } }\n';
    stage.github.createRepository('acme/.github', { files: { [CONFIGURATION]: required } });
    await stage.run(pushTo(stage, FIXTURE));
    expect(numbersIn(stage)).toEqual([stage.pullRequest.number]);
  });

  it('of which nothing tells what was before may have changed anything', async () => {
    await using stage = await openLabelStage();
    const { before: _, ...job } = pushTo(stage, WITH_TEAM);
    await stage.run(job);
    expect(numbersIn(stage)).toEqual([stage.pullRequest.number]);
  });

  it('to a branch that no pull request is against asks for nothing more', async () => {
    await using stage = await openLabelStage();
    stage.pullRequest.close();
    const asked = stage.github.requests.length;
    await stage.run(pushTo(stage, { [CONFIGURATION]: 'mode: observe\n' }));
    expect(stage.github.requests.slice(asked).map(({ template }) => template)).toEqual([
      '/app/installations/{installation_id}/access_tokens',
      '/repos/{owner}/{repo}/pulls',
    ]);
  });
});

describe('after the last try', () => {
  it('they are judged again, whatever the push changed: that could not be told', async () => {
    await using stage = await openLabelStage();
    const job = pushTo(stage, WITH_TEAM);
    stage.github.faults.add({ path: /\/compare\//, times: 100, outcome: htmlError(502) });
    await expect(stage.run(job)).rejects.toThrow('GitHub answered 502');
    await stage.giveUp(job, 'GitHub answered 502');
    expect(numbersIn(stage)).toEqual([stage.pullRequest.number]);
  });

  it('of a repository that the App has no longer nothing is tried again', async () => {
    await using stage = await openLabelStage();
    const job = pushTo(stage, WITH_TEAM);
    stage.uninstall();
    await stage.giveUp(job, 'GitHub answered 404');
    expect(stage.log).toEqual([expect.stringContaining('nobody is left to judge')]);
  });
});

/** The job for what the branch is at now. */
function jobFor(stage: Stage): BranchJob {
  const { installation, owner, repo } = stage.jobFor({ number: 1 });
  return { kind: 'judge-branch', installation, owner, repo, branch: 'main', commit: stage.shop.head('main') };
}

function pushTo(stage: Stage, files: Files): BranchJob {
  const before = stage.shop.head('main');
  stage.shop.push('main', files);
  return { ...jobFor(stage), before };
}

function numbersIn({ queue }: Stage) {
  return [...queue.values()].map(({ job }) => 'number' in job && job.number);
}

function comment(files: Readonly<Record<string, string>>): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, `# as agreed\n${text}`]));
}
