import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startGitHub } from '../../github-twin/start-github.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';
import { CONFIGURED, propose, TEAM_POLICY } from '../judging/shop.ts';
import { BOT_EVENTS, BOT_PERMISSIONS, SECRET } from '../run-bot.ts';
import { spawnBot } from '../spawn-bot.ts';
import { readDockerfile, type Stage } from './dockerfile.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;
const stages = readDockerfile(join(ROOT, 'Dockerfile'));

function last(): Stage {
  const stage = stages.at(-1);
  if (stage === undefined) throw new Error('the Dockerfile has no stage');
  return stage;
}

function rests(stage: Stage, keyword: string): readonly string[] {
  return stage.instructions.filter((each) => each.keyword === keyword).map(({ rest }) => rest);
}

describe('the image', () => {
  it('begins with images of a version', () => {
    for (const { image } of stages) expect(image).toMatch(/^[\w./-]+:(?!latest)[\w.-]+$/);
  });

  it('has the Node that package.json asks for, and in both stages libraries of one Debian', () => {
    expect(stages.map(({ image }) => image)).toEqual([
      expect.stringMatching(/^node:24\.\d+\.\d+-bookworm/),
      expect.stringMatching(/distroless\/nodejs24-debian12:/),
    ]);
  });

  it('runs nothing at the end, for there is no shell, and is nobody', () => {
    expect(rests(last(), 'RUN')).toEqual([]);
    expect(rests(last(), 'USER')).toEqual(['65532:65532']);
    for (const keyword of ['ENTRYPOINT', 'CMD'])
      for (const rest of rests(last(), keyword)) expect(JSON.parse(rest)).toBeInstanceOf(Array);
  });

  it('holds nothing but what was built', () => {
    for (const rest of rests(last(), 'COPY')) expect(rest).toMatch(/^--from=build \/(?:build|collected)\//);
    expect(stages.flatMap((stage) => rests(stage, 'ADD'))).toEqual([]);
  });
});

it('its steps make a bot that starts and judges with nothing else at hand', { timeout: 120_000 }, async () => {
  const root = temporaryFolder();
  const build = join(root, 'build');
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' });
  for (const file of files
    .split('\0')
    .filter((each) => /^(?:bot|src|policies|scripts|deploy)\/|^(?:package\.json|LICENSE)$/.test(each))) {
    if (!existsSync(join(ROOT, file))) continue;
    mkdirSync(dirname(join(build, file)), { recursive: true });
    cpSync(join(ROOT, file), join(build, file));
  }
  // In place of npm ci, which is the registry's to answer.
  symlinkSync(join(ROOT, 'node_modules'), join(build, 'node_modules'));
  const [first] = stages;
  const steps = first === undefined ? [] : rests(first, 'RUN').filter((rest) => !/^(?:npm ci|apt-get)/.test(rest));
  expect(steps).toHaveLength(2);
  for (const step of steps) {
    execFileSync('sh', ['-c', step.replace('/collected', `${root}/collected`)], {
      cwd: build,
      env: { PATH: process.env.PATH },
    });
  }

  const image = join(root, 'image');
  for (const rest of rests(last(), 'COPY')) {
    const [, ...paths] = rest.split(' ');
    const target = join(image, paths.pop() ?? '');
    mkdirSync(target, { recursive: true });
    for (const path of paths) {
      const name = path.endsWith('/') ? '' : path.slice(path.lastIndexOf('/'));
      cpSync(join(root, path), target + name, { recursive: true, verbatimSymlinks: true });
    }
  }
  for (const file of ['usr/bin/git', 'app/policies/starter', 'app/dist/bot/pglite.wasm'])
    expect(existsSync(join(image, file))).toBe(true);

  await using github = await startGitHub();
  const shop = github.createRepository('acme/shop', { files: { ...CONFIGURED, ...TEAM_POLICY } });
  const { id, privateKey } = github.installApp('tidewaiter', {
    account: 'acme',
    permissions: BOT_PERMISSIONS,
    events: BOT_EVENTS,
  });
  const credentials = { APP_ID: String(id), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET };
  const data = { TIDEWAITER_DATA_FOLDER: join(root, 'data') };
  const main = join(image, 'app/dist/bot/main.js');
  const before = stateOf(image);
  // Of all programs it has the git of the image alone.
  const bot = spawnBot(github, { ...credentials, ...data, PATH: join(image, 'usr/bin') }, main);
  const { address } = await bot.line('started as tidewaiter[bot]');
  github.deliverTo('tidewaiter', { url: `${address}/api/github/webhooks`, secret: SECRET });
  const pullRequest = propose(shop);
  const titles = () => pullRequest.checks().map(({ title }) => title);
  await expect.poll(titles, { timeout: 30_000 }).toEqual(['Blocked: 1 new enforce finding']);
  expect(github.gitRequests.map(({ kind }) => kind)).toEqual(['refs', 'objects']);
  bot.child.kill('SIGTERM');
  expect(await bot.ended).toEqual({ status: 0, words: '' });
  expect(execFileSync(process.execPath, [main, 'export'], { env: data, encoding: 'utf8' })).toContain(
    `"headSha":"${pullRequest.headSha}"`,
  );
  // There the root is read-only.
  expect(stateOf(image)).toEqual(before);
});

/** Of each file and folder below a folder, when it was written last: of a folder, when something in it came or went. */
function stateOf(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return ['', ...paths].map((path) => `${path} ${lstatSync(join(folder, path)).mtimeMs}`).sort();
}
