import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findProposal, rememberProposal } from '../../../bot/store/proposals.ts';
import { utcDayAfter } from '../../../src/base/utc-day.ts';
import { PRIVILEGED_POLICY, pod } from '../../cli/project.ts';
import type { PullRequest } from '../../github-twin/twin.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';
import { CHECK } from '../judging/stage.ts';
import { type CommandsStage, openCommandsStage, POD } from './commands-stage.ts';

const FILE = '.github/tidewaiter/exemptions.yml';
const ASKED = '/tidewaiter exempt disallow-privileged for 30d because the driver: needs it';
const UNTIL = utcDayAfter(Date.now(), 30);
/** As docs/exemptions.md has an entry. */
const ENTRY = `  - policy: disallow-privileged
    kinds: [Pod]
    namespaces: [default]
    names: [web]
    reason: "the driver: needs it"
    until: ${UNTIL}
`;

/** The last comment links the bot's pull request. */
function proposalOf(stage: CommandsStage): Pick<PullRequest, 'number'> {
  const [, number] = /\/pull\/(\d+)/.exec(stage.answers().at(-1) ?? '') ?? [];
  return { number: Number(number) };
}

async function readPull({ github, shop }: CommandsStage, { number }: Pick<PullRequest, 'number'>) {
  const token = github.token({ login: 'maria' });
  const headers = { authorization: `Bearer ${token}` };
  return Object(await (await fetch(`${github.apiUrl}/repos/${shop.fullName}/pulls/${number}`, { headers })).json());
}

function checkOf({ shop }: CommandsStage, branch: string) {
  return shop.checks(shop.head(branch)).find(({ name }) => name === CHECK);
}

it('proposes an entry, which is red until a maintainer who did not ask approves it', async () => {
  await using stage = await openCommandsStage({ allowsCommits: true });
  const { shop, github } = stage;
  shop.setRole('martin', 'maintain');
  await stage.say('maria', ASKED);
  const branch =
    github.requests
      .map(({ body }) => /refs\/heads\/(tidewaiter\/[^"]+)/.exec(JSON.stringify(body) ?? '')?.[1])
      .find((name) => name !== undefined) ?? '';
  expect(shop.read(branch, FILE)).toBe(`exemptions:\n${ENTRY}`);
  expect(shop.read('main', FILE)).toBeUndefined();
  const proposal = proposalOf(stage);
  expect(proposal.number).toBe(2);

  await stage.run(stage.jobFor(proposal));
  expect(checkOf(stage, branch)).toMatchObject({
    conclusion: 'failure',
    title: expect.stringContaining('other than maria'),
  });
  await approve(stage, proposal, ['maria', 'walter']);
  expect(checkOf(stage, branch)).toMatchObject({ conclusion: 'failure' });
  await approve(stage, proposal, ['martin']);
  expect(checkOf(stage, branch)).toMatchObject({ conclusion: 'success' });

  shop.push(branch, { [FILE]: `exemptions:\n${ENTRY.replace('[web]', '["*"]')}` }, { login: 'martin' });
  await approve(stage, proposal, ['martin']);
  expect(checkOf(stage, branch)).toMatchObject({
    conclusion: 'failure',
    title: expect.stringContaining('not as the bot proposed it'),
  });
});

it('has a title that GitHub takes, also of a rule whose name is shown longer than it is', async () => {
  // As long as a name of a rule may be in Kyverno, and most of it is shown as escapes.
  const rule = 'r'.padEnd(63, '\u200c');
  const policy = PRIVILEGED_POLICY.replace('- name: privileged', `- name: ${JSON.stringify(rule)}`);
  await using stage = await openCommandsStage({ allowsCommits: true, main: { 'policies/privileged.yaml': policy } });
  await stage.say('maria', ASKED.replace('disallow-privileged', `disallow-privileged/${rule}`));
  const { title, body } = await readPull(stage, proposalOf(stage));
  expect(title).toMatch(/^Exempt what #1 violates of disallow-privileged\/r.*… for 30 days$/);
  expect(body).toContain('\\u{200c}'.repeat(62));
});

it('is not approved by whoever asked for it under the login of then', async () => {
  await using stage = await openCommandsStage({ allowsCommits: true });
  await stage.say('maria', ASKED);
  const proposal = proposalOf(stage);
  await stage.run(stage.jobFor(proposal));
  const [branch = ''] = /tidewaiter\/exempt-\d+-\d+/.exec(JSON.stringify(stage.github.requests)) ?? [];
  const place = { repository: stage.shop.fullName, at: branch };
  const known = await findProposal(stage.database, place);
  if (known === undefined) throw new Error('nothing was proposed');
  await rememberProposal(stage.database, place, { ...known, asker: 'maria-of-before' });
  await approve(stage, proposal, ['maria']);
  expect(checkOf(stage, branch)).toMatchObject({ conclusion: 'failure' });
});

async function approve(stage: CommandsStage, { number }: Pick<PullRequest, 'number'>, logins: readonly string[]) {
  const { github, shop } = stage;
  for (const login of logins) {
    const token = github.token({ login, permissions: { 'pull-requests': 'write' } });
    const answer = await fetch(`${github.apiUrl}/repos/${shop.fullName}/pulls/${number}/reviews`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ event: 'APPROVE' }),
    });
    expect(answer.status).toBe(200);
  }
  await stage.run(stage.jobFor({ number }, 'asked'));
}

it('answers with a patch that git takes where the bot may not commit', async () => {
  await using stage = await openCommandsStage();
  await stage.say('maria', ASKED);
  const [, patch = ''] = /```diff\n([\s\S]*?)```/.exec(stage.answers()[0] ?? '') ?? [];
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'fix.patch'), patch);
  execFileSync('git', ['init', '-q'], { cwd: folder });
  execFileSync('git', ['apply', 'fix.patch'], { cwd: folder });
  expect(execFileSync('cat', [join(folder, FILE)], { encoding: 'utf8' })).toBe(`exemptions:\n${ENTRY}`);
  rmSync(folder, { recursive: true });
});

it.each([
  [
    'more objects than a comment can hold',
    Array.from({ length: 400 }, (_, index) => pod(`${'web-'.repeat(12)}${index}`, { privileged: true })),
  ],
  ['a name that a comment does not show as it is', [pod('"web\\u200b"', { privileged: true })]],
])('says that there is no patch of %s, and what to do', async (_, pods) => {
  await using stage = await openCommandsStage({
    open(shop) {
      shop.push('topic', { [POD]: pods.join('---\n') });
      return shop.openPullRequest({ head: 'topic', login: 'alice' });
    },
  });
  await stage.say('maria', ASKED);
  expect(stage.answers()).toMatchObject([
    expect.stringMatching(/cannot be shown as a patch.*`\.github\/tidewaiter\/exemptions\.yml`/),
  ]);
  expect(stage.reactions()).toEqual(['eyes', 'confused']);
});

it.each([
  ['a person who may only write', 'walter', ASKED, 'who may maintain'],
  ['a policy that is not violated', 'maria', ASKED.replace('privileged', 'root'), 'does not violate'],
  ['longer than the file allows', 'maria', ASKED.replace('30d', '300d'), 'allows 180 days'],
])('refuses %s', async (_, login, text, words) => {
  await using stage = await openCommandsStage({ allowsCommits: true });
  await stage.say(login, text);
  expect(stage.answers()).toMatchObject([expect.stringContaining(words)]);
  expect(stage.github.requests.filter(({ path }) => path.includes('/git/'))).toEqual([]);
});

it('proposes nothing where the owner wants to know who approved it, and says what to do', async () => {
  await using stage = await openCommandsStage({ allowsCommits: true });
  // As docs/organisation.md has it.
  const required = 'required:\n  exemptions: { max-days: 30, approved-by: true }\n';
  stage.github.createRepository('acme/.github', { files: { '.github/tidewaiter.yml': required } });
  await stage.say('maria', ASKED);
  expect(stage.answers()).toMatchObject([
    expect.stringMatching(/requires `approved-by`.*`\.github\/tidewaiter\/exemptions\.yml` by hand/),
  ]);
  expect(stage.github.requests.filter(({ method, path }) => method === 'POST' && path.includes('/git/'))).toEqual([]);
});

it('tells what is wrong with the file as far as a comment holds it', async () => {
  const broken = `exemptions:\n${'  - policy: team\n    reason: an entry without an end\n'.repeat(1000)}`;
  await using stage = await openCommandsStage({ allowsCommits: true, main: { [FILE]: broken } });
  await stage.say('maria', ASKED);
  expect(stage.answers()).toMatchObject([expect.stringMatching(/until[\s\S]*995 more/)]);
});

it('exempts no object whose name would be a wildcard', async () => {
  await using stage = await openCommandsStage({
    open(shop) {
      shop.push('topic', { [POD]: pod('"*"', { privileged: true }) });
      return shop.openPullRequest({ head: 'topic', login: 'alice' });
    },
  });
  await stage.say('maria', ASKED);
  expect(stage.answers()).toMatchObject([expect.stringContaining('wildcard')]);
});
