import { expect, test } from 'vitest';
import { labelPolicy, labelPolicyBut, PRIVILEGED_POLICY, pod } from '../cli/project.ts';
import { saidIn } from './said-in.ts';
import { openStage } from './stage.ts';

const TEAM_POLICY = { 'policies/team.yaml': labelPolicy() };
const BROKEN_POLICY = { 'policies/team.yaml': labelPolicy().replace('pattern:', 'patern:') };
const WITHOUT_TEAM = { 'deploy/web.yaml': pod('web') };

test('what could not be judged is red, and in observe mode the title says so', async () => {
  await using gate = await openStage({ main: BROKEN_POLICY, topic: WITHOUT_TEAM });
  await using observing = await openStage({
    main: { ...BROKEN_POLICY, '.github/tidewaiter.yml': 'mode: observe\n' },
    topic: WITHOUT_TEAM,
  });

  expect(await gate.run()).toMatchObject({ exitCode: 1, outputs: { conclusion: 'block' } });
  expect(await observing.run()).toMatchObject({
    exitCode: 0,
    outputs: { conclusion: 'warn' },
    summary: expect.stringMatching(/^### ⚠️ Could not judge: 1 problem\n/),
    annotations: [{ level: 'error', message: expect.stringContaining('patern') }],
  });
  for (const { pullRequest } of [gate, observing])
    expect(saidIn(pullRequest).summaries).toEqual([expect.stringContaining('Could not judge: 1 problem')]);
});

test('what only a cluster could tell warns, and blocks with `on-unknown: block`', async () => {
  await using stage = await openStage({ main: { 'policies/quota.yaml': CLUSTER_POLICY }, topic: WITHOUT_TEAM });

  expect(await stage.run()).toMatchObject({ exitCode: 0, outputs: { conclusion: 'warn', unknown: '1' } });
  expect(saidIn(stage.pullRequest).summaries).toEqual([expect.stringContaining('/api/v1/namespaces')]);
  expect(await stage.run({ inputs: { 'on-unknown': 'block' } })).toMatchObject({
    exitCode: 1,
    outputs: { conclusion: 'block', blocking: '1' },
  });
});

test('rules about users are about whom the author is to the cluster', async () => {
  const main = { 'policies/team.yaml': labelPolicyBut('jane') };
  const users = (username: string) => ({ '.github/tidewaiter.yml': `users: { Acme: { username: ${username} } }\n` });
  await using excluded = await openStage({ main: { ...main, ...users('jane') }, topic: WITHOUT_TEAM });
  await using judged = await openStage({ main: { ...main, ...users('joe') }, topic: WITHOUT_TEAM });

  expect(await excluded.run()).toMatchObject({ exitCode: 0, outputs: { conclusion: 'pass' } });
  expect(await judged.run()).toMatchObject({ exitCode: 1, outputs: { conclusion: 'block', unknown: '0' } });
});

test('policies of the pull request are shown as a preview, and decide nothing', async () => {
  await using stage = await openStage({
    main: TEAM_POLICY,
    topic: {
      'policies/team.yaml': null,
      'policies/privileged.yaml': PRIVILEGED_POLICY,
      'deploy/web.yaml': pod('web', { privileged: true }),
    },
  });

  const run = await stage.run();

  expect(run).toMatchObject({ exitCode: 1, outputs: { violations: '1' } });
  const [summary = ''] = saidIn(stage.pullRequest).summaries;
  expect(summary).toMatch(
    /changes its own gate.*adds the ClusterPolicy disallow-privileged.*removes the ClusterPolicy require-team/s,
  );
  expect(summary).toMatch(/which decide nothing here.*appears: .*disallow-privileged.*disappears: .*require-team/s);
  expect(saidIn(stage.pullRequest).comments).toMatchObject([{ body: expect.stringContaining('require-team') }]);
});

test('a broken base is mended by a pull request that does nothing else', async () => {
  await using mending = await openStage({ main: BROKEN_POLICY, topic: TEAM_POLICY });
  await using more = await openStage({ main: BROKEN_POLICY, topic: { ...TEAM_POLICY, ...WITHOUT_TEAM } });

  expect(await mending.run()).toMatchObject({ exitCode: 0, outputs: { conclusion: 'pass' } });
  expect(saidIn(mending.pullRequest).summaries).toEqual([expect.stringContaining("mends the base branch's gate")]);
  expect(await more.run()).toMatchObject({ exitCode: 1, outputs: { conclusion: 'block' } });
});

test('an input that asks for less than the base branch has no effect, and is named', async () => {
  await using stage = await openStage({
    main: { ...TEAM_POLICY, '.github/tidewaiter.yml': 'fail-on: enforce\n' },
    topic: WITHOUT_TEAM,
  });

  expect(await stage.run({ inputs: { 'fail-on': 'none', 'warn-only': 'true' } })).toMatchObject({ exitCode: 1 });
  expect(saidIn(stage.pullRequest).summaries).toEqual([
    expect.stringMatching(/asks for less than the base branch, and has no effect: .*fail-on/),
  ]);
});

/** It asks the API server of a cluster. */
const CLUSTER_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: few-namespaces
spec:
  rules:
    - name: count
      match:
        any:
          - resources:
              kinds: [Pod]
      context:
        - name: namespaces
          apiCall:
            urlPath: /api/v1/namespaces
            jmesPath: items | length(@)
      validate:
        failureAction: Enforce
        message: There are too many namespaces.
        deny:
          conditions:
            any:
              - key: "{{ namespaces }}"
                operator: GreaterThan
                value: 100
`;
