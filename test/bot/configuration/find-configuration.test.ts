import { describe, expect, it } from 'vitest';
import { openConfigurations } from '../../../bot/configuration/find-configuration.ts';
import type { GitHubApp } from '../../../bot/github/github-app.ts';
import { GitHubError } from '../../../src/errors/tidewaiter-error.ts';
import { readChangeSet } from '../../../src/github/read-change-set.ts';
import { judge } from '../../../src/pipeline.ts';
import { bundledFiles } from '../../../src/repository/bundled-files.ts';
import { labelPolicy, pod } from '../../cli/project.ts';
import { apiOf, readerOf, requestsOf } from '../../github/api.ts';
import { type FaultOutcome, htmlError } from '../../github-twin/faults.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { Files, GitHub } from '../../github-twin/twin.ts';

const FILE = '.github/tidewaiter.yml';
const FLOOR = {
  [FILE]: 'required:\n  policies: [policies/**]\n  mode: gate\n',
  'policies/team.yaml': labelPolicy(),
  'README.md': 'What holds for all of acme.\n',
};
const INSTALLATION = 7;

interface Scene {
  readonly shop?: Files;
  /** Files of `acme/.github`; undefined: there is no such repository. */
  readonly owners?: Files;
  readonly requiresFloor?: boolean;
}

/** Two repositories of one owner on a GitHub of their own, and the configurations as the bot finds them. */
async function openScene({ shop = { 'README.md': 'shop' }, owners, requiresFloor = false }: Scene) {
  const github = await startGitHub();
  const shopRepository = github.createRepository('acme/shop', { files: shop });
  const repositories = new Map([['shop', shopRepository]]);
  if (owners) repositories.set('.github', github.createRepository('acme/.github', { files: owners }));
  const app: Pick<GitHubApp, 'ofRepository'> = {
    async ofRepository({ repo }) {
      if (!repositories.has(repo)) throw noSuchRepository();
      const token = readerOf(github, `acme/${repo}`);
      return { token, github: apiOf(github, { token, patience: { retries: 0 } }) };
    },
  };
  const time = { now: 0 };
  const find = openConfigurations({ app, requiresFloor, clock: () => time.now });
  return {
    github,
    time,
    shop: shopRepository,
    createOwners: (files: Files) => repositories.set('.github', github.createRepository('acme/.github', { files })),
    owners: repositories.get('.github'),
    async find(repo = 'shop', branch = 'main') {
      const access = await app.ofRepository({ installation: INSTALLATION, owner: 'acme', repo });
      const baseTip = repositories.get(repo)?.head(branch) ?? '';
      return find(access.github, { installation: INSTALLATION, owner: 'acme', repo, baseTip });
    },
    async [Symbol.asyncDispose]() {
      await github.stop();
      expect(github.violations).toEqual([]);
    },
  };
}

/** What GitHub answers to `POST /app/installations/{id}/access_tokens` for a repository that the installation does not have. */
function noSuchRepository(): GitHubError {
  return new GitHubError('There is at least one repository that does not exist or is not accessible', {
    code: 'github/refused',
  });
}

/** GitHub lists a part of what there is. */
function truncated(): FaultOutcome {
  return { rewrite: (body) => body.toString().replace('"truncated":false', '"truncated":true') };
}

/** The requests that read files. */
function readingsOf(github: GitHub): readonly string[] {
  return requestsOf(github).filter((request) => /git\/(?:trees|blobs)|tarball/.test(request));
}

describe('whether a repository is judged', () => {
  it.each([
    ['has a configuration', { shop: { [FILE]: 'mode: gate\n' } }, true],
    ['has one in the other spelling', { shop: { '.github/tidewaiter.yaml': 'mode: gate\n' } }, true],
    ['has a broken one', { shop: { [FILE]: '{' } }, true],
    ['has a link in its place', { shop: { [FILE]: { symlink: 'elsewhere.yml' } } }, true],
    ['has only a folder of that name', { shop: { [`${FILE}/a.txt`]: 'a' } }, false],
    ['has none, and its owner no repository for it', {}, false],
    ['has none, and its owner neither', { owners: { 'README.md': 'a' } }, false],
    ['has none, and its owner has one', { owners: { [FILE]: 'mode: gate\n' } }, true],
    ['has none, and its owner requires something', { owners: FLOOR }, true],
    ['has none, and the operator wants every owner to require something', { requiresFloor: true }, true],
  ] satisfies [string, Scene, boolean][])('where it %s', async (_, scene, isJudged) => {
    await using stage = await openScene(scene);
    expect((await stage.find()) !== undefined).toBe(isJudged);
  });

  it('is said by the branch that something is to be merged into', async () => {
    await using stage = await openScene({});
    stage.shop.push('release', { [FILE]: 'mode: gate\n' });
    expect(await stage.find('shop', 'main')).toBeUndefined();
    expect(await stage.find('shop', 'release')).toBeDefined();
  });
});

describe('what GitHub does not have at first, for its answers are consistent in the end only', () => {
  const NOT_FOUND = { status: 404, body: { message: 'Not Found' } };

  it('is asked for once more: the configuration', async () => {
    await using stage = await openScene({ shop: { [FILE]: 'mode: gate\n' } });
    stage.github.faults.add({ path: /contents/, outcome: NOT_FOUND });
    expect(await stage.find()).toBeDefined();
  });

  it("is asked for once more: the owner's repository", async () => {
    await using stage = await openScene({ owners: FLOOR });
    stage.github.faults.add({ path: /^\/repos\/acme\/\.github$/, outcome: NOT_FOUND });
    expect((await stage.find())?.owner?.files).toBeDefined();
  });

  it('is not there, where it is not there then either', async () => {
    await using stage = await openScene({ shop: { [FILE]: 'mode: gate\n' } });
    stage.github.faults.add({ path: /contents/, outcome: NOT_FOUND, times: 100 });
    expect(await stage.find()).toBeUndefined();
  });
});

describe("the owner's repository", () => {
  it('is handed over with its name, and whether something has to be required there', async () => {
    await using stage = await openScene({ owners: FLOOR, requiresFloor: true });
    expect((await stage.find())?.owner).toMatchObject({
      name: 'acme/.github',
      floor: 'required',
      files: { revision: 'owner', repository: 'acme/.github', id: stage.owners?.head('main') },
    });
  });

  it('may be none', async () => {
    await using stage = await openScene({ shop: { [FILE]: 'mode: gate\n' } });
    expect((await stage.find())?.owner).toEqual({ name: 'acme/.github', floor: 'optional', files: undefined });
  });

  it('is the one that is judged, where that is it', async () => {
    await using stage = await openScene({ owners: FLOOR });
    expect((await stage.find('.github'))?.owner).toMatchObject({ files: 'judged' });
    expect(readingsOf(stage.github)).toEqual([]);
  });

  it('is read once a commit, and again when it has moved', async () => {
    await using stage = await openScene({ owners: FLOOR });
    await Promise.all([stage.find(), stage.find()]);
    const once = readingsOf(stage.github).length;
    expect(once).toBeGreaterThan(0);
    await stage.find();
    expect(readingsOf(stage.github)).toHaveLength(once);

    stage.owners?.push('main', { [FILE]: null });
    expect(await stage.find()).toBeUndefined();
  });

  it('is looked for again a minute after there was none', async () => {
    await using stage = await openScene({});
    expect(await stage.find()).toBeUndefined();
    stage.createOwners(FLOOR);
    expect(await stage.find()).toBeUndefined();
    stage.time.now = 60_000;
    expect(await stage.find()).toBeDefined();
  });

  it('without a configuration is not read further', async () => {
    await using stage = await openScene({ owners: { 'policies/team.yaml': labelPolicy(), 'a.json': '{}' } });
    expect(await stage.find()).toBeUndefined();
    expect(readingsOf(stage.github)).toEqual(['GET /repos/{owner}/{repo}/git/trees/{tree_sha}']);
  });

  it.each([
    ['is empty', { path: /\.github\/commits\//, status: 409, message: 'Git Repository is empty.' }],
    ['is gone', { path: /^\/repos\/acme\/\.github$/, status: 404, message: 'Not Found' }],
  ])('that %s is none', async (_, { path, status, message }) => {
    await using stage = await openScene({ shop: { [FILE]: 'mode: gate\n' }, owners: FLOOR });
    stage.github.faults.add({ path, times: 100, outcome: { status, body: { message } } });
    expect((await stage.find())?.owner.files).toBeUndefined();
  });

  it('that cannot be read now is no repository without requirements: it is tried again', async () => {
    await using stage = await openScene({ shop: { [FILE]: 'mode: gate\n' }, owners: FLOOR });
    for (const path of [/^\/repos\/acme\/\.github$/, /\.github\/git\/trees/]) {
      stage.github.faults.add({ path, outcome: htmlError(502) });
      await expect(stage.find()).rejects.toThrow('GitHub answered 502');
    }
    expect(await stage.find()).toBeDefined();
  });
});

describe("an owner's repository that GitHub will not show, however often it is asked", () => {
  const FORBIDDEN = { status: 403, body: { message: 'Resource not accessible by integration' } };
  const BLOCKED = { status: 451, body: { message: 'Repository access blocked' } };

  it.each<[string, RegExp, FaultOutcome, string]>([
    ['for it is not to be seen', /^\/repos\/acme\/\.github$/, FORBIDDEN, 'GitHub answered 403'],
    ['for it is blocked', /^\/repos\/acme\/\.github$/, BLOCKED, 'GitHub answered 451'],
    ['for its tip is blocked', /\.github\/commits\//, BLOCKED, 'GitHub answered 451'],
    ['for its tree is not to be seen', /\.github\/git\/trees/, FORBIDDEN, 'GitHub answered 403'],
    ['for its tree is too long', /\.github\/git\/trees/, truncated(), 'there are too many'],
    ['for its archive is not to be seen', /\.github\/tarball/, FORBIDDEN, 'GitHub answered 403'],
    ['for its archive is not to be had', /_codeload/, FORBIDDEN, 'GitHub answered 403'],
  ])('%s: as far as anybody knows it has a configuration, which is broken', async (_, path, outcome, reason) => {
    await using stage = await openScene({ owners: FLOOR });
    stage.github.faults.add({ path, times: 100, outcome });
    const files = (await stage.find())?.owner.files;
    if (typeof files !== 'object') throw new Error('nothing was found');
    const content = (await files.read([FILE, 'policies/team.yaml'])).get(FILE);
    expect(content).toMatchObject({ outcome: 'unreadable', reason: expect.stringContaining(reason) });
    expect(files.id).not.toBe(stage.owners?.head('main'));

    stage.github.faults.clear();
    if (!reason.includes('too many'))
      expect((await stage.find())?.owner).toMatchObject({ files: { id: stage.owners?.head('main') } });
  });

  it.each([
    ['refused once', FORBIDDEN, 1],
    ['answered with something else', { rewrite: () => '{}' }, 100],
  ])('is not one of which something was %s', async (_, outcome: FaultOutcome, times) => {
    for (const path of [/^\/repos\/acme\/\.github$/, /\.github\/commits\//]) {
      await using stage = await openScene({ shop: { [FILE]: 'mode: gate\n' }, owners: FLOOR });
      stage.github.faults.add({ path, times, outcome });
      const found = stage.find();
      if (times === 1) expect((await found)?.owner).toMatchObject({ files: { id: stage.owners?.head('main') } });
      else await expect(found).rejects.toMatchObject({ code: 'github/malformed' });
    }
  });

  it('for there is too much to read: that is asked for once a commit', async () => {
    const large = Object.fromEntries([1, 2, 3].map((index) => [`${index}.yaml`, `a: ${'x'.repeat(4_000_000)}\n`]));
    await using stage = await openScene({ owners: { ...FLOOR, ...large } });
    const files = (await stage.find())?.owner.files;
    if (typeof files !== 'object') throw new Error('nothing was found');
    expect((await files.read([FILE])).get(FILE)).toMatchObject({
      code: 'github/too-large',
      reason: expect.stringContaining('no more than 10,000,000 are'),
    });
    await stage.find();
    expect(readingsOf(stage.github)).toEqual(['GET /repos/{owner}/{repo}/git/trees/{tree_sha}']);

    stage.owners?.push('main', { '1.yaml': null });
    expect((await stage.find())?.owner).toMatchObject({ files: { id: stage.owners?.head('main') } });
  });
});

it('what the owner requires decides in a repository that says nothing, and is told where it is written', async () => {
  await using stage = await openScene({ owners: FLOOR });
  const { github, shop } = stage;
  shop.push('topic', { 'deploy/web.yaml': pod('web') });
  const found = await stage.find();
  const api = apiOf(github, { token: readerOf(github, 'acme/shop') });
  const range = { owner: 'acme', repo: 'shop', base: shop.head('main'), head: shop.head('topic') };
  const change = await readChangeSet(api, range);
  const review = await judge({ ...found, change, library: bundledFiles(), now: 0, seed: 1, clock: () => 0 });
  expect(review.decision).toBe('block');
  expect(review.findings.map(({ policy, policySpan }) => [policy, policySpan?.source.file])).toEqual([
    ['require-team', 'acme/.github/policies/team.yaml'],
  ]);
});
