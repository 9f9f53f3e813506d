import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGitHub } from '../../github-twin/start-github.ts';
import { temporaryFolder } from '../../repository/git-fixture.ts';
import { type RunningBot, runBot } from '../run-bot.ts';
import { startPostgresql } from '../start-postgresql.ts';
import { Crowd } from './crowd.ts';
import type { StoryReport } from './story-report.ts';

/**
 * The disk of the mirrors is too small for a repository, has room then, is filled up by somebody else, and has room again. Needs root, for the
 * disk is one of memory that is mounted for this.
 */
export async function fillDisk(): Promise<StoryReport> {
  await using opened = new AsyncDisposableStack();
  const github = opened.use(await startGitHub());
  const server = await startPostgresql();
  opened.defer(() => server.remove());
  const disk = mountDisk('1m');
  opened.defer(() => disk.unmount());
  const crowd = new Crowd(github, 3);
  crowd.repository.push('main', { 'data/model.bin': randomBytes(3_000_000) });
  const bot = opened.use(
    await runBot(github, crowd.install(github), {
      DATABASE_URL: await server.createDatabase('bot'),
      TIDEWAITER_DATA_FOLDER: disk.folder,
      TIDEWAITER_DRAIN_SECONDS: '0',
    }),
  );

  const wrong: string[] = [];
  const told: string[] = [];
  const step = async (name: string, way: Way) => {
    const before = bot.log.length;
    crowd.pushAll();
    wrong.push(...(await crowd.settled()).map((each) => `${name}: ${each}`));
    const reasons = reasonsOf(bot, before);
    told.push(`${name}: ${reasons.length} of ${crowd.pullRequests.length} read over the API`);
    const isOtherwise = way === 'api' ? reasons.length === 0 : way === 'mirror' && reasons.length > 0;
    if (isOtherwise) wrong.push(`${name}: read over the API for ${reasons.join(', ') || 'no reason'}`);
  };
  await step('too small', 'api');
  disk.resize('100m');
  await step('with room', 'mirror');
  disk.fill();
  // A mirror that cannot be added to is thrown away, which makes room for a new one.
  await step('full', 'either');
  disk.free();
  await step('with room again', 'mirror');
  wrong.push(...github.violations.map(({ request, problem }) => `${request}: ${problem}`));
  return { told: told.join('; '), wrong };
}

/** How repositories are to be read. */
type Way = 'api' | 'mirror' | 'either';

/** Why repositories were not read from a mirror. */
function reasonsOf(bot: RunningBot, from: number): readonly string[] {
  return bot.log
    .slice(from)
    .map((line) => JSON.parse(line))
    .filter(({ message }) => message === 'a repository is read over the API')
    .map(({ reason }) => reason);
}

function mountDisk(size: string) {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  const filler = join(folder, 'filler');
  return {
    folder,
    resize: (other: string) => execFileSync('mount', ['-o', `remount,size=${other}`, folder]),
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rmSync(filler),
    unmount() {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
