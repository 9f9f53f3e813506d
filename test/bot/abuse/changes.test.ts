import { afterAll, beforeAll, expect, it } from 'vitest';
import { PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import type { Files } from '../../github-twin/twin.ts';
import { CHECK, openScene, POD, type Scene } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
}, 60_000);

afterAll(() => scene[Symbol.asyncDispose]());

const AUDITING = PRIVILEGED_POLICY.replace('Enforce', 'Audit');

const EXEMPTION = `exemptions:
  - policy: disallow-privileged
    reason: because I say so
    until: 2999-12-31
`;

/** Each brings a privileged container, and with it what would let that through. */
it.each<[string, string, Files]>([
  ['a configuration that only observes', 'observes', { '.github/tidewaiter.yml': 'mode: observe\n' }],
  ['a configuration for which nothing is a failure', 'fails', { '.github/tidewaiter.yml': 'fail-on: none\n' }],
  ['a configuration that leaves the manifest out', 'excludes', exclusion()],
  ['no configuration any more', 'unconfigured', { '.github/tidewaiter.yml': null }],
  ['a second configuration, by the other name', 'second', { '.github/tidewaiter.yaml': 'mode: observe\n' }],
  ['a configuration that cannot be read', 'broken', { '.github/tidewaiter.yml': 'mode: [\n' }],
  ['no policy any more', 'removed', { 'policies/privileged.yaml': null }],
  ['a policy that only audits', 'audits', { 'policies/privileged.yaml': AUDITING }],
  ['an exemption of its own', 'exempted', { '.github/tidewaiter/exemptions.yml': EXEMPTION }],
  ['attributes by which git would not show the change', 'attributes', { '.gitattributes': '* -diff export-ignore\n' }],
  ['nothing but a workflow', 'workflow', { '.github/workflows/x.yml': 'name: x\n' }],
])('a pull request with %s is blocked as it would be without', async (_, branch, files) => {
  const { shop, bot } = scene;
  shop.push(branch, { [POD]: pod('web', { privileged: true }), ...files }, { login: 'walter' });
  const pullRequest = shop.openPullRequest({ head: branch, login: 'walter' });
  // As any workflow of the pull request can.
  shop.reportJob({ sha: pullRequest.headSha, name: CHECK, conclusion: 'success' });
  await bot.settled();
  const ours = pullRequest.checks().find(({ app }) => app === 'tidewaiter');
  expect(ours).toMatchObject({ name: CHECK, conclusion: 'failure' });
  expect(pullRequest.merge().status).toBe(405);
});

function exclusion(): Files {
  return { '.github/tidewaiter.yml': 'manifests: { exclude: ["deploy/**"] }\n' };
}

it('a draft of the same commit does not let a pull request through', async () => {
  const { github, shop, bot, pullRequest } = scene;
  const token = github.token({ login: 'walter', permissions: { contents: 'write' } });
  await scene.post(token, '/git/refs', { ref: 'refs/heads/same', sha: pullRequest.headSha });
  const draft = shop.openPullRequest({ head: 'same', draft: true, login: 'walter' });
  await bot.settled();
  expect(draft.headSha).toBe(pullRequest.headSha);
  expect(pullRequest.merge().status).toBe(405);
});

it('a comment of somebody else with the marker of ours is neither taken for ours nor changed', async () => {
  const { bot, pullRequest } = scene;
  const forged = '<!-- tidewaiter summary tidewaiter -->\nEverything is in order.';
  const id = pullRequest.comment('mallory', forged);
  pullRequest.rerequestCheck(CHECK, { login: 'walter' });
  await bot.settled();
  expect(pullRequest.allConversation().find((comment) => comment.id === id)).toMatchObject({ body: forged });
  expect(pullRequest.merge().status).toBe(405);
});
